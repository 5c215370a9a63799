/** How much two accuracies may differ beyond the test images at hand. @module */
import { wilsonInterval } from "./confidence_intervals.ts";

/** How many of so many images a network reads right. */
export interface Accuracy {
  readonly correct: number;
  readonly count: number;
}

/** A difference of two shares, from −1 to 1, and its 95 % interval. */
export interface DifferenceInterval {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The second accuracy minus the first, with the interval of R. G. Newcombe,
 * "Interval estimation for the difference between independent proportions: comparison
 * of eleven methods" and "Improved confidence intervals for the difference between
 * binomial proportions based on paired data", Statistics in Medicine 17 (1998), method
 * 10 of both: each accuracy's Wilson interval, joined by the correlation of the answers.
 *
 * @param bothCorrect How many images both read right, if both were asked the same
 * images: the interval is then a paired one, and narrower where they are right on the
 * same images. Without it, the images count as drawn independently.
 * @throws {RangeError} if the counts contradict each other.
 */
export function differenceInterval(
  first: Accuracy,
  second: Accuracy,
  bothCorrect?: number,
): DifferenceInterval {
  const [a, b] = [first, second].map(({ correct, count }) => {
    const share = correct / count;
    const { low, high } = wilsonInterval(correct, count);
    return { share, below: share - low, above: high - share };
  });
  const phi = bothCorrect === undefined
    ? 0
    : correlation(first, second, bothCorrect);
  const reach = (down: number, up: number) =>
    Math.sqrt(Math.max(0, down ** 2 - 2 * phi * down * up + up ** 2));
  const difference = b.share - a.share;
  return {
    difference,
    low: difference - reach(b.below, a.above),
    high: difference + reach(b.above, a.below),
  };
}

/** φ of the 2×2 table of right and wrong, with Newcombe's continuity correction. */
function correlation(first: Accuracy, second: Accuracy, both: number): number {
  const { count } = first;
  const onlyFirst = first.correct - both;
  const onlySecond = second.correct - both;
  const neither = count - both - onlyFirst - onlySecond;
  if (
    count !== second.count || Math.min(both, onlyFirst, onlySecond, neither) < 0
  ) {
    throw new RangeError(
      `Cannot pair two accuracies: both must be of the same images: current counts are ${first.correct} of ${count}, ${second.correct} of ${second.count}, both right ${both}`,
    );
  }
  const scale = Math.sqrt(
    first.correct * (count - first.correct) *
      second.correct * (count - second.correct),
  );
  if (scale === 0) return 0;
  const product = both * neither - onlyFirst * onlySecond;
  return (product > 0 ? Math.max(0, product - count / 2) : product) / scale;
}
