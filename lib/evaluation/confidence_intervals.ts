import { Random } from "../data/random.ts";

/** Statistics of a sample, such as the accuracies of several runs. */
export interface SampleStatistics {
  readonly mean: number;
  /** Of the population, estimated with n − 1; NaN for a single value. */
  readonly standardDeviation: number;
  /** Lower end of the mean's confidence interval; NaN for a single value. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
}

/**
 * Mean, standard deviation, and the mean's confidence interval by Student's t
 * distribution.
 *
 * @param confidence Share of such intervals that contain the true mean.
 * @throws {RangeError} if there are no values.
 */
export function sampleStatistics(
  values: readonly number[],
  confidence = 0.95,
): SampleStatistics {
  const n = values.length;
  if (n === 0) {
    throw new RangeError(
      "Cannot summarize values: there must be at least one: current count is 0",
    );
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) {
    return { mean, standardDeviation: NaN, low: NaN, high: NaN };
  }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardDeviation = Math.sqrt(squares / (n - 1));
  const reach = studentQuantile((1 + confidence) / 2, n - 1) *
    standardDeviation / Math.sqrt(n);
  return { mean, standardDeviation, low: mean - reach, high: mean + reach };
}

/**
 * The quantile of Student's t distribution, found by bisection.
 *
 * @param probability From 0.5 to less than 1.
 * @param freedom Degrees of freedom, a whole number of at least 1.
 */
export function studentQuantile(probability: number, freedom: number): number {
  const central = 2 * probability - 1;
  let [low, high] = [0, 1];
  while (studentCentral(high, freedom) < central) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (studentCentral(middle, freedom) < central) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The probability that |T| < t (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4:
 * exact for whole degrees of freedom).
 */
function studentCentral(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const cosine = Math.cos(angle);
  const odd = freedom % 2 === 1;
  let [term, sum] = odd ? [cosine, cosine] : [1, 1];
  for (let k = odd ? 2 : 1; k <= freedom - 3; k += 2) {
    term *= cosine ** 2 * k / (k + 1);
    sum += term;
  }
  if (!odd) return Math.sin(angle) * sum;
  return 2 / Math.PI * (angle + (freedom > 1 ? Math.sin(angle) * sum : 0));
}

/** A confidence interval of a proportion, within 0 to 1. */
export interface ProportionInterval {
  /** Lower end. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
}

/** The normal distribution has 95 % within this many standard deviations. */
const Z_95 = 1.959963984540054;

/**
 * The confidence interval of an accuracy, measured on `count` independent images: the
 * score interval of E. B. Wilson, "Probable Inference, the Law of Succession, and
 * Statistical Inference", JASA 22 (1927), which stays valid near 100 %.
 *
 * @param z Standard deviations; the default gives 95 % confidence.
 * @throws {RangeError} unless 0 ≤ correct ≤ count and count > 0.
 */
export function wilsonInterval(
  correct: number,
  count: number,
  z = Z_95,
): ProportionInterval {
  if (!(count > 0 && correct >= 0 && correct <= count)) {
    throw new RangeError(
      `Cannot bound an accuracy: it needs 0 ≤ correct ≤ count and count > 0: current values are ${correct} and ${count}`,
    );
  }
  const share = correct / count;
  const scale = 1 + z * z / count;
  const centre = (share + z * z / (2 * count)) / scale;
  const spread = z / scale *
    Math.sqrt(share * (1 - share) / count + z * z / (4 * count * count));
  return {
    low: correct === 0 ? 0 : Math.max(0, centre - spread),
    high: correct === count ? 1 : Math.min(1, centre + spread),
  };
}

/** How {@linkcode writersInterval} draws. */
export interface BootstrapOptions {
  /** How often to draw. */
  readonly rounds?: number;
  /** Of the random draws. */
  readonly seed?: number;
  /** Share of such intervals that contain the true accuracy. */
  readonly confidence?: number;
}

/**
 * The confidence interval of an accuracy when images by one writer resemble each
 * other: as many writers as there are are drawn, each time from all, and count with
 * all of their images (the percentile bootstrap over clusters; B. Efron and R.
 * Tibshirani, "An Introduction to the Bootstrap", 1993).
 *
 * @param right Whether each answer is right, [count].
 * @param writers Who wrote each image, whole numbers from 0, [count].
 * @throws {RangeError} if there are no answers, or not one writer for each.
 */
export function writersInterval(
  right: ArrayLike<boolean>,
  writers: ArrayLike<number>,
  { rounds = 2000, seed = 1, confidence = 0.95 }: BootstrapOptions = {},
): ProportionInterval {
  if (right.length === 0 || right.length !== writers.length) {
    throw new RangeError(
      `Cannot bound an accuracy: there must be a writer for each answer, and at least one: current counts are ${writers.length} and ${right.length}`,
    );
  }
  const byWriter = new Map<number, { correct: number; count: number }>();
  for (let image = 0; image < right.length; image++) {
    const { correct, count } = byWriter.get(writers[image]) ??
      { correct: 0, count: 0 };
    byWriter.set(writers[image], {
      correct: correct + (right[image] ? 1 : 0),
      count: count + 1,
    });
  }
  const all = [...byWriter.values()];
  const random = new Random(seed, "bootstrap");
  const shares = Float64Array.from({ length: rounds }, () => {
    let [correct, count] = [0, 0];
    for (let draw = 0; draw < all.length; draw++) {
      const writer = all[random.integer(all.length)];
      correct += writer.correct;
      count += writer.count;
    }
    return correct / count;
  }).sort();
  const outside = Math.floor((1 - confidence) / 2 * rounds);
  return { low: shares[outside], high: shares[rounds - 1 - outside] };
}
