import type { Digits } from "./digits.ts";

/**
 * Mean and (population) standard deviation of all pixels, scaled to [0, 1]:
 * 0.1307 and 0.3081 for MNIST's training set.
 *
 * @throws {RangeError} if there are no digits
 */
export function pixelStatistics(
  { images }: Pick<Digits, "images">,
): { mean: number; standardDeviation: number } {
  if (images.length === 0) {
    throw new RangeError(
      "Cannot measure pixels: there must be at least one image: current value is 0",
    );
  }
  // Sums of whole numbers, so they are exact
  const histogram = new Float64Array(256);
  for (let i = 0; i < images.length; i++) histogram[images[i]]++;
  let sum = 0;
  let squares = 0;
  histogram.forEach((count, value) => {
    sum += count * value;
    squares += count * value * value;
  });
  const mean = sum / images.length;
  const variance = squares / images.length - mean * mean;
  return { mean: mean / 255, standardDeviation: Math.sqrt(variance) / 255 };
}
