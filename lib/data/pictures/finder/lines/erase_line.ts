import { type Line, slopeOf } from "./find_lines.ts";
import type { Plane } from "../plane.ts";
import { quantile } from "../quantile.ts";

/** A line is looked for in this many pixels above and below where it was found. */
const REACH = 7;

/**
 * Clears a line and the pixels beside it, except where ink crosses.
 *
 * @param cleared A copy of the contrast, from which the line is erased
 */
export function eraseLine(cleared: Plane, contrast: Plane, line: Line): void {
  const { rows, columns, values } = contrast;
  const half = Math.floor(columns / 2);
  const start = profileOf(contrast, line, 0, half);
  const end = profileOf(contrast, line, half, columns);
  // Each half's shift counts for its middle
  const slope = slopeOf(line, columns) + (end.shift - start.shift) / half;
  const level = Math.max(start.level, end.level);
  const reach = Math.max(start.reach, end.reach);
  const middle = (line.left + line.right) / 2 + (start.shift + end.shift) / 2;
  for (let column = 0; column < columns; column++) {
    const centre = Math.round(middle + slope * (column - columns / 2));
    const at = (row: number) =>
      values[Math.max(0, Math.min(rows - 1, row)) * columns + column];
    const above = Math.min(at(centre - reach - 1), at(centre - reach - 2));
    const below = Math.min(at(centre + reach + 1), at(centre + reach + 2));
    for (let d = -reach; d <= reach; d++) {
      const row = centre + d;
      if (row < 0 || row >= rows) continue;
      const here = row * columns + column;
      if (values[here] > 1.7 * level) continue; // ink over the line
      const share = (d + reach + 1) / (2 * reach + 2);
      const between = above * (1 - share) + below * share;
      cleared.values[here] = Math.min(
        cleared.values[here],
        Math.max(0, between),
      );
    }
  }
}

/** Where a line is between two columns, its contrast, and how far it reaches. */
function profileOf(
  { rows, columns, values }: Plane,
  line: Line,
  from: number,
  to: number,
): { shift: number; level: number; reach: number } {
  const slope = slopeOf(line, columns);
  const profile: number[] = [];
  for (let d = -REACH; d <= REACH; d++) {
    const along: number[] = [];
    for (let column = from; column < to; column += 2) {
      const row = Math.round(line.left + slope * column) + d;
      if (row >= 0 && row < rows) along.push(values[row * columns + column]);
    }
    profile.push(quantile(Float32Array.from(along), 0.5));
  }
  const ground = quantile(Float32Array.from(profile), 0.25);
  const centre = profile.slice(3, -3);
  const most = Math.max(...centre);
  const level = most - ground;
  const peak = 3 + centre.indexOf(most);
  const beside = (d: number) =>
    Math.max(profile[peak - d] ?? 0, profile[peak + d] ?? 0);
  let reach = 1;
  while (reach < 5 && beside(reach) - ground > 0.25 * level) reach++;
  return { shift: peak - REACH, level, reach };
}
