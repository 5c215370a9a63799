/** Several digits in one picture, line by line. @module */
import type { Component } from "./components.ts";
import { gapBetween, type Group, isDigit, join, sizeOf } from "./groups.ts";
import type { Ink } from "./ink.ts";
import { separate } from "./touching.ts";

/** Parts lower than this share of a digit's usual height are pieces of digits, or specks. */
const PIECE = 0.45;

/** Parts with less than this share of a digit's usual area are specks. */
const LEAST_AREA = 0.05;

/** A piece is at most this far from its digit, as a share of the usual height. */
const PIECE_GAP = 0.3;

/** A part is several digits that touch if it is wider than this, in usual heights. */
const TOUCHING = 1.25;

/** The digits of a picture. */
export interface DigitsInOrder {
  /** The ink's labels, but with one for each of the digits that touched. */
  readonly labels: Int32Array<ArrayBuffer>;
  /** In reading order. */
  readonly groups: readonly Group[];
}

/**
 * Joins the pieces of each digit, separates digits that touch, and puts all in order:
 * lines from the top, in each line from the left.
 */
export function groupsInOrder(ink: Ink): DigitsInOrder {
  const tallest = ink.components.reduce(
    (most, box) => Math.max(most, heightOf(box)),
    0,
  );
  const tall = ink.components.filter((box) => heightOf(box) > 0.4 * tallest);
  if (tall.length === 0 || tallest < 6) {
    return { labels: ink.labels, groups: [] };
  }
  const height = median(tall.map(heightOf));
  const area = median(tall.map((box) => box.area));
  const parts = ink.components.filter((box) => box.area > LEAST_AREA * area);
  let groups = parts
    .filter((box) => heightOf(box) >= PIECE * height)
    .map((box): Group => ({ ...box, components: [box] }));
  groups = joinBroken(groups, height);
  for (const piece of parts) {
    if (heightOf(piece) >= PIECE * height) continue;
    groups = addPiece(groups, piece, height);
  }
  const { labels, groups: single } = separate(
    ink,
    groups,
    (group) =>
      group.right - group.left > TOUCHING * Math.max(height, heightOf(group))
        ? Math.max(2, Math.round((group.right - group.left) / (0.75 * height)))
        : 1,
  );
  return { labels, groups: linesOf(single.filter(isDigit)).flat() };
}

/** Joins halves of a digit, one above the other. */
function joinBroken(groups: readonly Group[], height: number): Group[] {
  const result: Group[] = [];
  for (const group of groups) {
    const at = result.findIndex((other) => {
      const overlap = Math.min(group.right, other.right) -
        Math.max(group.left, other.left);
      const narrower = Math.min(widthOf(group), widthOf(other));
      const together = Math.max(group.bottom, other.bottom) -
        Math.min(group.top, other.top);
      const gap = gapBetween(group, other);
      return overlap > 0.4 * narrower && gap < 0.15 * height &&
        (together < 1.35 * height || gap < 0.12 * height);
    });
    if (at < 0) result.push(group);
    else result[at] = join(result[at], group.components);
  }
  return result;
}

/** Adds a piece to the digit to which it is closest, if one is close. */
function addPiece(
  groups: readonly Group[],
  piece: Component,
  height: number,
): Group[] {
  let [closest, least] = [-1, PIECE_GAP * height];
  groups.forEach((group, at) => {
    const apart = Math.abs(group.left + group.right - piece.left - piece.right);
    const gap = gapBetween(group, piece) + 0.05 * apart;
    if (gap < least) [closest, least] = [at, gap];
  });
  return groups.map((group, at) =>
    at === closest && sizeOf(piece) < 1.3 * sizeOf(group)
      ? join(group, [piece])
      : group
  );
}

/** Digits beside one another form a line. */
function linesOf(groups: readonly Group[]): Group[][] {
  const lines: Group[][] = [];
  for (const group of groups.toSorted((a, b) => a.left - b.left)) {
    // The digit to the left, in the line that overlaps most
    let [best, most] = [-1, 0.35];
    lines.forEach((line, at) => {
      const last = line.at(-1)!;
      const overlap = Math.min(last.bottom, group.bottom) -
        Math.max(last.top, group.top);
      const share = overlap / Math.min(heightOf(last), heightOf(group));
      if (share > most) [best, most] = [at, share];
    });
    if (best < 0) lines.push([group]);
    else lines[best].push(group);
  }
  const middle = (line: readonly Group[]) =>
    median(line.map(({ top, bottom }) => (top + bottom) / 2));
  return lines.sort((a, b) => middle(a) - middle(b));
}

function heightOf({ top, bottom }: Component | Group): number {
  return bottom - top;
}

function widthOf({ left, right }: Group): number {
  return right - left;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
