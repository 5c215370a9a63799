import { createPlane, mapPlane, type Plane } from "../plane.ts";
import { quantile } from "../quantile.ts";

/** A pixel is compared with this many above it and as many below it. */
const SURROUNDINGS = 5;

/** Value of a ridge where a stroke hides whether there is a line. */
export const HIDDEN = 2;

/** From this height on, in pixels, ink is no line but a stroke. */
const STROKE = 7;

/** How much each pixel stands out from those above and below it. */
export interface Ridges {
  /** In contrast. */
  readonly strength: Plane;
  /** From -1 to 1, which is no more than grain or a pale line has; or `HIDDEN`. */
  readonly ridge: Plane;
}

/** Finds what may be level lines in a picture's contrast: what is thin and stands out. */
export function findRidges({ rows, columns, values }: Plane): Ridges {
  const strength = createPlane(rows, columns);
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let row = -SURROUNDINGS; row < rows + SURROUNDINGS; row++) {
      const [enters, leaves] = [row + SURROUNDINGS, row - SURROUNDINGS - 1];
      if (enters < rows) sum += values[enters * columns + column];
      if (leaves >= 0) sum -= values[leaves * columns + column];
      if (row < 0 || row >= rows) continue;
      const count = Math.min(rows - 1, enters) - Math.max(0, leaves + 1) + 1;
      const at = row * columns + column;
      strength.values[at] = values[at] - sum / count;
    }
  }
  const magnitudes = strength.values.map((value) => Math.abs(value));
  const most = Math.max(0.015, 4 * quantile(magnitudes, 0.5));
  const ridge = mapPlane(
    strength,
    (value) => Math.max(-1, Math.min(1, value / most)),
  );
  hideStrokes(ridge, values, most);
  return { strength, ridge };
}

/** Marks what lies inside strokes, or has them in its surroundings. */
function hideStrokes(
  ridge: Plane,
  contrast: Float32Array,
  least: number,
): void {
  const { rows, columns, values } = ridge;
  for (let column = 0; column < columns; column++) {
    let start = 0;
    for (let row = 0; row <= rows; row++) {
      if (row < rows && contrast[row * columns + column] > least) continue;
      if (row - start >= STROKE) {
        const end = Math.min(rows, row + SURROUNDINGS);
        for (let r = Math.max(0, start - SURROUNDINGS); r < end; r++) {
          values[r * columns + column] = HIDDEN;
        }
      }
      start = row + 1;
    }
  }
}
