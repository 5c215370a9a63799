import type { Component } from "./components.ts";
import type { Group } from "./groups.ts";
import type { Ink } from "./ink.ts";

/** How far a cut may be from where digits of equal width would meet, in widths. */
const SLACK = 0.3;

/** What a step to the side costs, in pixels of ink. */
const STEP = 0.3;

/**
 * Cuts digits that touch along the path from top to bottom that crosses the least ink
 * (S. Avidan, A. Shamir, "Seam carving for content-aware image resizing", ACM
 * Transactions on Graphics 26 (3), 2007).
 *
 * @param countOf How many digits a group is
 */
export function separate(
  ink: Ink,
  groups: readonly Group[],
  countOf: (group: Group) => number,
): { labels: Int32Array<ArrayBuffer>; groups: Group[] } {
  const labels = ink.labels.slice();
  let next = ink.components.reduce(
    (most, { label }) => Math.max(most, label),
    0,
  );
  const result: Group[] = [];
  for (const group of groups) {
    const count = countOf(group);
    if (count === 1) {
      result.push(group);
      continue;
    }
    const own = new Set(group.components.map(({ label }) => label));
    const width = (group.right - group.left) / count;
    const cuts = Array.from({ length: count - 1 }, (_, k) => {
      const middle = group.left + (k + 1) * width;
      return seam(
        ink,
        group,
        own,
        middle - SLACK * width,
        middle + SLACK * width,
      );
    });
    const first = next + 1;
    next += count;
    const parts = relabel(labels, ink.amount.columns, group, own, cuts, first);
    result.push(...parts.map((part) => ({ ...part, components: [part] })));
  }
  return { labels, groups: result };
}

/** For each row of a group, the column of the cut; it belongs to the right part. */
function seam(
  { labels, amount: { columns, values } }: Ink,
  { top, bottom }: Group,
  own: ReadonlySet<number>,
  from: number,
  to: number,
): Int32Array {
  const left = Math.round(from);
  const width = Math.max(1, Math.round(to) - left);
  const rows = bottom - top;
  const cost = new Float32Array(rows * width);
  const came = new Int8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const pixel = (top + row) * columns + left + column;
      const here = own.has(labels[pixel]) ? Math.max(0.2, values[pixel]) : 0;
      // Of two paths without ink, the middle one
      const away = 0.02 * Math.abs(column / width - 0.5);
      let [least, step] = [row === 0 ? 0 : Infinity, 0];
      for (let d = -1; row > 0 && d <= 1; d++) {
        if (column + d < 0 || column + d >= width) continue;
        const before = cost[at - width + d] + STEP * Math.abs(d);
        if (before < least) [least, step] = [before, d];
      }
      cost[at] = least + here + away;
      came[at] = step;
    }
  }
  const path = new Int32Array(rows);
  let column = 0;
  for (let x = 1; x < width; x++) {
    const last = (rows - 1) * width;
    if (cost[last + x] < cost[last + column]) column = x;
  }
  for (let row = rows - 1; row >= 0; row--) {
    path[row] = left + column;
    column += came[row * width + column];
  }
  return path;
}

/** Gives each part between two cuts a label; returns the parts that have ink. */
function relabel(
  labels: Int32Array,
  columns: number,
  group: Group,
  own: ReadonlySet<number>,
  cuts: readonly Int32Array[],
  first: number,
): Component[] {
  const parts = Array.from({ length: cuts.length + 1 }, (_, k) => ({
    label: first + k,
    area: 0,
    left: Infinity,
    top: Infinity,
    right: 0,
    bottom: 0,
  }));
  for (let row = group.top; row < group.bottom; row++) {
    for (let column = group.left; column < group.right; column++) {
      const at = row * columns + column;
      if (!own.has(labels[at])) continue;
      const k = cuts.filter((cut) => column >= cut[row - group.top]).length;
      const part = parts[k];
      labels[at] = part.label;
      part.area++;
      part.left = Math.min(part.left, column);
      part.right = Math.max(part.right, column + 1);
      part.top = Math.min(part.top, row);
      part.bottom = Math.max(part.bottom, row + 1);
    }
  }
  return parts.filter(({ area }) => area > 0);
}
