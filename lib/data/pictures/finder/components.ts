import type { Box } from "../box.ts";

/** Pixels of ink that touch one another. */
export interface Component extends Box {
  /** Its number in the labels, from 1. */
  readonly label: number;
  /** Number of pixels. */
  readonly area: number;
}

/** The components of a mask. */
export interface Labelled {
  /** For each pixel the number of its component; 0 where there is no ink. */
  readonly labels: Int32Array<ArrayBuffer>;
  /** In order of their numbers. */
  readonly components: readonly Component[];
}

/**
 * Finds the pixels that touch, at an edge or at a corner, by flood fill.
 *
 * @param mask Above 0 for ink, shape [rows, columns]
 */
export function labelComponents(
  mask: Uint8Array,
  columns: number,
): Labelled {
  const labels = new Int32Array(mask.length);
  const components: Component[] = [];
  const stack: number[] = [];
  const rows = mask.length / columns;
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || labels[start] !== 0) continue;
    const label = components.length + 1;
    let [left, top, right, bottom, area] = [columns, rows, 0, 0, 0];
    labels[start] = label;
    stack.push(start);
    while (stack.length > 0) {
      const at = stack.pop()!;
      const x = at % columns;
      const y = (at - x) / columns;
      area++;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      if (y >= bottom) bottom = y + 1;
      for (
        let row = Math.max(0, y - 1);
        row <= Math.min(rows - 1, y + 1);
        row++
      ) {
        const last = Math.min(columns - 1, x + 1);
        for (let column = Math.max(0, x - 1); column <= last; column++) {
          const next = row * columns + column;
          if (mask[next] === 0 || labels[next] !== 0) continue;
          labels[next] = label;
          stack.push(next);
        }
      }
    }
    components.push({ label, area, left, top, right, bottom });
  }
  return { labels, components };
}
