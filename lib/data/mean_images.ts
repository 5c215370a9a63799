import { classCounts, type Digits, PIXELS, pixelsOf } from "./digits.ts";

/**
 * The mean image of each class, pixel by pixel.
 *
 * @returns Pixels from 0 to 255, shape [10][784]; of a class without images, 0
 */
export function meanImages(digits: Digits): Float64Array[] {
  const counts = classCounts(digits);
  const means = Array.from(counts, () => new Float64Array(PIXELS));
  for (let index = 0; index < digits.count; index++) {
    const label = digits.labels[index];
    const pixels = pixelsOf(digits, index);
    const mean = means[label];
    for (let p = 0; p < PIXELS; p++) mean[p] += pixels[p] / counts[label];
  }
  return means;
}

/**
 * How far two images are apart: the root of the sum of squared differences of
 * their pixels, which are scaled to [0, 1] first.
 *
 * @param a Pixels from 0 to 255
 * @param b As many pixels
 * @returns From 0, the same, to 28, all paper against all ink, for 784 pixels
 * @throws {RangeError} if one has more pixels than the other
 */
export function imageDistance(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): number {
  if (a.length !== b.length) {
    throw new RangeError(
      `Cannot compare images: both must have the same number of pixels: current values are ${a.length} and ${b.length}`,
    );
  }
  let sum = 0;
  for (let p = 0; p < a.length; p++) sum += (a[p] - b[p]) ** 2;
  return Math.sqrt(sum) / 255;
}

/**
 * Which of the means an image is nearest to; of equals, the first.
 *
 * @param pixels From 0 to 255
 * @param means As from {@linkcode meanImages}
 */
export function nearestMean(
  pixels: ArrayLike<number>,
  means: readonly ArrayLike<number>[],
): number {
  const distances = means.map((mean) => imageDistance(pixels, mean));
  return distances.indexOf(Math.min(...distances));
}
