/** Small pictures for tests. @module */
import type { RgbPicture } from "../../../../lib/data/synthetic/pictures/rgb_picture.ts";

/** 40 × 32 pixels of a function of column and row, grey. */
export function picture(value: (x: number, y: number) => number): RgbPicture {
  const [width, height] = [40, 32];
  const values = Float32Array.from(
    { length: 3 * width * height },
    (_, at) => {
      const pixel = Math.floor(at / 3);
      return value(pixel % width, Math.floor(pixel / width));
    },
  );
  return { width, height, values };
}

/** The largest difference between two pictures. */
export function apart(a: RgbPicture, b: RgbPicture): number {
  return a.values.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - b.values[at])),
    0,
  );
}

export const ramp = picture((x, y) => 2 * x + 3 * y);
export const even = picture(() => 100);
