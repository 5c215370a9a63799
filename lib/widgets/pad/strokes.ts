/** From strokes of a pen to an image like MNIST's. @module */
import { COLUMNS, ROWS } from "../../data/digits.ts";
import {
  centreDigit,
  type GreyImage,
} from "../../data/pictures/centre_digit.ts";

/** A point on the pad; both from 0, at the top left, to 28. */
export type Point = readonly [x: number, y: number];

/** Where the pen went between two lifts, in a row; a single point is a dot. */
export type Stroke = readonly Point[];

/** Half the width of a line, on a pad of 28 × 28. */
export const penRadius = 1.25;

/** Pixels of the ink's image for each unit of the pad. */
const fineness = 4;

/** The longer side of strokes that the pen is as wide for as MNIST's pens were. */
const usualSize = 18;
/** Smaller drawings, dots among them, are enlarged by no more than this. */
const mostEnlarged = 4;

/**
 * The image that a network can read: strokes scaled into 20 × 20 pixels and
 * centred by mass, by the function that also prepares pictures. How large one draws
 * doesn't change how thick the lines are.
 *
 * @returns uint8, shape [28, 28]; undefined if nothing is drawn
 */
export function pixelsOfStrokes(
  strokes: readonly Stroke[],
): Uint8Array<ArrayBuffer> | undefined {
  return centreDigit(inkOf(ofUsualSize(strokes)));
}

/** Strokes in the middle of the pad, before the pen gives them their width. */
function ofUsualSize(strokes: readonly Stroke[]): readonly Stroke[] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of strokes.flat()) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  const longer = Math.max(right - left, bottom - top);
  const by = Math.min(mostEnlarged, usualSize / longer);
  return strokes.map((stroke) =>
    stroke.map(([x, y]) =>
      [
        COLUMNS / 2 + by * (x - (left + right) / 2),
        ROWS / 2 + by * (y - (top + bottom) / 2),
      ] as const
    )
  );
}

/** Strokes as an image of 112 × 112 pixels, 0 paper and 1 ink, with grey edges. */
export function inkOf(strokes: readonly Stroke[]): GreyImage {
  const [width, height] = [COLUMNS * fineness, ROWS * fineness];
  const values = new Float64Array(width * height);
  for (const stroke of strokes) {
    stroke.forEach((point, k) => {
      addLine(values, width, scaled(stroke[Math.max(0, k - 1)]), scaled(point));
    });
  }
  return { width, height, values };
}

function scaled([x, y]: Point): Point {
  return [x * fineness, y * fineness];
}

/** Adds a line with round ends; each pixel keeps the most ink that it got. */
function addLine(
  values: Float64Array,
  width: number,
  [x0, y0]: Point,
  [x1, y1]: Point,
): void {
  const radius = penRadius * fineness;
  const [dx, dy] = [x1 - x0, y1 - y0];
  const lengthSquared = dx * dx + dy * dy;
  const within = (at: number) => Math.max(0, Math.min(width - 1, at));
  const left = within(Math.floor(Math.min(x0, x1) - radius));
  const right = within(Math.ceil(Math.max(x0, x1) + radius));
  const top = within(Math.floor(Math.min(y0, y1) - radius));
  const bottom = within(Math.ceil(Math.max(y0, y1) + radius));
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const [px, py] = [column + 0.5 - x0, row + 0.5 - y0];
      // The nearest point of the line, as a share of its length
      const along = lengthSquared === 0
        ? 0
        : Math.max(0, Math.min(1, (px * dx + py * dy) / lengthSquared));
      const distance = Math.hypot(px - along * dx, py - along * dy);
      const ink = Math.max(0, Math.min(1, radius + 0.5 - distance));
      const at = row * width + column;
      values[at] = Math.max(values[at], ink);
    }
  }
}
