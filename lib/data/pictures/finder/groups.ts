import type { Component } from "./components.ts";
import type { Box } from "../box.ts";

/** Parts of one digit. */
export interface Group extends Box {
  readonly components: readonly Component[];
}

/** Parts with less than this share of the main part's area are specks. */
const LEAST_AREA = 0.02;

/** Parts of a digit are at most this far apart, as a share of its longer side. */
const GAP = 0.18;

/** What is wider than this many of its heights is a dash. */
const DASH = 3;

/** The least length of a digit, as a share of the picture's longer side. */
const LEAST_SIZE = 0.025;

/**
 * The parts of the one digit in a picture: the longest and most central part, and what is
 * close to it and not a speck.
 *
 * @returns undefined if there is no digit
 */
export function mainGroup(
  components: readonly Component[],
  rows: number,
  columns: number,
): Group | undefined {
  const size = Math.max(rows, columns);
  const weight = (box: Component) => {
    const away = Math.hypot(
      (box.left + box.right - columns) / columns,
      (box.top + box.bottom - rows) / rows,
    );
    const edges = touchedEdges(box, rows, columns);
    return Math.sqrt(box.area * sizeOf(box)) * (1 - 0.4 * Math.min(1, away)) /
      (1 + 2 * edges);
  };
  const [main, ...others] = components.toSorted((a, b) =>
    weight(b) - weight(a)
  );
  if (!main || sizeOf(main) < Math.max(6, LEAST_SIZE * size)) return undefined;
  let group: Group = { ...main, components: [main] };
  let left = others.filter(({ area }) => area >= LEAST_AREA * main.area);
  while (true) {
    const near = left.filter((box) =>
      gapBetween(group, box) <= GAP * sizeOf(group) &&
      sizeOf(box) <= 1.5 * sizeOf(main)
    );
    if (near.length === 0) return isDigit(group) ? group : undefined;
    group = join(group, near);
    left = left.filter((box) => !near.includes(box));
  }
}

/** Whether a group can be a digit, and is no dash. */
export function isDigit({ left, top, right, bottom }: Box): boolean {
  return right - left <= DASH * (bottom - top);
}

/** How many of the picture's edges a box touches. */
function touchedEdges(box: Box, rows: number, columns: number): number {
  return Number(box.left <= 0) + Number(box.top <= 0) +
    Number(box.right >= columns) + Number(box.bottom >= rows);
}

/** The longer side. */
export function sizeOf({ left, top, right, bottom }: Box): number {
  return Math.max(right - left, bottom - top);
}

/** The distance between two boxes; 0 if they overlap. */
export function gapBetween(a: Box, b: Box): number {
  return Math.hypot(
    Math.max(0, a.left - b.right, b.left - a.right),
    Math.max(0, a.top - b.bottom, b.top - a.bottom),
  );
}

/** A group with more parts. */
export function join(group: Group, parts: readonly Component[]): Group {
  const boxes: readonly Box[] = [group, ...parts];
  return {
    components: [...group.components, ...parts],
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
}
