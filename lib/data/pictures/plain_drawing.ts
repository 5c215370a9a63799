import { centreDrawing, type Drawing } from "./centre_digit.ts";
import type { GreyPicture } from "./grey_picture.ts";
import { isOutermost } from "./outermost.ts";

/** Shades differ from the ground's by this much through JPEG's noise. */
const NOISE = 8;

/** At least this share of the outermost pixels is ground: a drawing may touch the edge. */
const LEAST_GROUND = 0.95;

/**
 * Whether a picture has a plain ground, as drawing programs and scanners leave it:
 * nearly all of its outermost pixels are of one shade.
 */
export function hasPlainGround(
  { rows, columns, values }: GreyPicture,
): boolean {
  const edge = values.filter((_, at) => isOutermost(at, rows, columns));
  const ground = edge.toSorted()[edge.length >> 1];
  const same = edge.filter((value) => Math.abs(value - ground) <= NOISE);
  return same.length >= LEAST_GROUND * edge.length;
}

/** Everything that stands out from the ground as one drawing; undefined if nothing. */
export function wholeDrawing(
  { rows, columns, values }: GreyPicture,
): Drawing | undefined {
  return centreDrawing({
    width: columns,
    height: rows,
    values: Float64Array.from(values, (value) => SHADES[value]),
  });
}

/**
 * 0 to 255 as 0 to 1, rounded as the luma of three equal colours is: lesson 8's networks
 * were trained on these very bits.
 */
const SHADES = Float64Array.from({ length: 256 }, (_, shade) => {
  const value = shade / 255;
  return 0.299 * value + 0.587 * value + 0.114 * value;
});
