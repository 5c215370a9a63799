/** The straight lines of ruled and squared paper. @module */
import { eraseLine } from "./erase_line.ts";
import { findLines } from "./find_lines.ts";
import { type Plane, shrink, transpose } from "../plane.ts";

/** Longer side, in pixels, at which lines are looked for. */
const SEARCH_SIZE = 256;

/** A picture's contrast without lines. */
export interface WithoutLines {
  readonly contrast: Plane;
  /** How many lines there were. */
  readonly count: number;
}

/**
 * Removes the lines of ruled or squared paper from the contrast of a picture. Where ink
 * crosses a line, it stays.
 *
 * @param contrast See `removeGround()`
 */
export function removeLines(contrast: Plane): WithoutLines {
  const level = removeLevelLines(contrast);
  const upright = removeLevelLines(transpose(level.contrast));
  if (upright.count === 0) return level;
  return {
    contrast: transpose(upright.contrast),
    count: level.count + upright.count,
  };
}

function removeLevelLines(contrast: Plane): WithoutLines {
  const longer = Math.max(contrast.rows, contrast.columns);
  const factor = Math.ceil(longer / SEARCH_SIZE);
  const lines = findLines(shrink(contrast, factor));
  if (lines.length === 0) return { contrast, count: 0 };
  const cleared = { ...contrast, values: contrast.values.slice() };
  const scaled = (at: number) => (at + 0.5) * factor - 0.5;
  for (const { left, right } of lines) {
    eraseLine(cleared, contrast, { left: scaled(left), right: scaled(right) });
  }
  return { contrast: cleared, count: lines.length };
}
