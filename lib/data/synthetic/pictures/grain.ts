import type { Random } from "../../random.ts";
import { change, type RgbPicture } from "./rgb_picture.ts";

/**
 * Grain: of single pixels, as a camera's; and of spots some pixels wide, as paper's.
 *
 * @param fine Standard deviation in grey levels, the same for the three colours
 * @param coarse That of the spots
 * @param spot Their size in pixels
 */
export function grain(
  picture: RgbPicture,
  random: Random,
  { fine, coarse = 0, spot = 4 }: {
    readonly fine: number;
    readonly coarse?: number;
    readonly spot?: number;
  },
): RgbPicture {
  const { width, height } = picture;
  const spots = smoothNoise(
    width,
    height,
    spot,
    () => coarse > 0 ? random.normal(0, coarse) : 0,
  );
  const pixels = spots.map((value) => value + random.normal(0, fine));
  return change(picture, (x, y, value) => value + pixels[y * width + x]);
}

/**
 * Smooth random numbers, one for each pixel: linear between points of a grid.
 *
 * @param spot The grid's step in pixels
 * @param draw A number for a point
 */
export function smoothNoise(
  width: number,
  height: number,
  spot: number,
  draw: () => number,
): Float32Array {
  const columns = Math.ceil(width / spot) + 1;
  const rows = Math.ceil(height / spot) + 1;
  const points = Float32Array.from({ length: columns * rows }, draw);
  const noise = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const v = Math.floor(y / spot);
    const fy = y / spot - v;
    for (let x = 0; x < width; x++, i++) {
      const u = Math.floor(x / spot);
      const fx = x / spot - u;
      const at = v * columns + u;
      noise[i] = (points[at] * (1 - fx) + points[at + 1] * fx) * (1 - fy) +
        (points[at + columns] * (1 - fx) + points[at + columns + 1] * fx) * fy;
    }
  }
  return noise;
}
