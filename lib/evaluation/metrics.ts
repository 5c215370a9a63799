/**
 * What is read from a network's answers: plain numbers, no tensors.
 *
 * @module
 */

/** How often each class was answered with each: rows are the truth. */
export type ConfusionMatrix = readonly (readonly number[])[];

/**
 * Counts answers by true class (row) and predicted class (column).
 *
 * @param labels Each from 0 to classes − 1.
 * @param predictions As many, each from 0 to classes − 1.
 * @throws {RangeError} if the lengths differ or a class is out of range.
 */
export function confusionMatrix(
  labels: Uint8Array,
  predictions: Uint8Array,
  classes = 10,
): number[][] {
  if (labels.length !== predictions.length) {
    throw new RangeError(
      `Cannot count answers: there must be one for each label: current counts are ${predictions.length} and ${labels.length}`,
    );
  }
  const counts = Array.from(
    { length: classes },
    () => new Array<number>(classes).fill(0),
  );
  labels.forEach((label, index) => {
    const prediction = predictions[index];
    if (label >= classes || prediction >= classes) {
      throw new RangeError(
        `Cannot count answers: classes must be from 0 to ${
          classes - 1
        }: current label and answer are ${label} and ${prediction}`,
      );
    }
    counts[label][prediction]++;
  });
  return counts;
}

/** How well one class is recognised; NaN where there is nothing to divide by. */
export interface ClassMetrics {
  /** Of the images answered with this class, the share that is of it. */
  readonly precision: number;
  /** Of the images of this class, the share answered with it. */
  readonly recall: number;
  /** The harmonic mean of both. */
  readonly f1: number;
  /** Images of this class. */
  readonly support: number;
}

/** Precision, recall and F1 of each class. */
export function classMetrics(matrix: ConfusionMatrix): ClassMetrics[] {
  return matrix.map((row, digit) => {
    const right = row[digit];
    const support = row.reduce((sum, count) => sum + count, 0);
    const answered = matrix.reduce((sum, other) => sum + other[digit], 0);
    return {
      precision: right / answered,
      recall: right / support,
      f1: 2 * right / (support + answered),
      support,
    };
  });
}

/** From low to high, both from 0 to 1. */
export interface ProportionInterval {
  readonly low: number;
  readonly high: number;
}

/** The normal distribution's quantile for 95 % between both tails. */
const Z_95 = 1.959963984540054;

/**
 * The range in which a true accuracy lies, given how many of so many images
 * were right: the score interval of E. B. Wilson, "Probable Inference, the Law
 * of Succession, and Statistical Inference", JASA 22 (1927), which holds near
 * 100 % too.
 *
 * @param z Standard deviations; for 95 % by default.
 * @throws {RangeError} if it is not 0 ≤ correct ≤ count, or count is 0.
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

/** The answers whose probability lies in one range. */
export interface CalibrationBin {
  /** Mean probability that the network gave its answers; NaN in an empty bin. */
  readonly confidence: number;
  /** Share of right answers; NaN in an empty bin. */
  readonly accuracy: number;
  readonly count: number;
}

/** How far a network's probabilities can be believed. */
export interface Calibration {
  /** Of equal width, from probability 0 to 1. */
  readonly bins: readonly CalibrationBin[];
  /** Mean of |accuracy − confidence| over the images. */
  readonly expectedError: number;
}

/**
 * Sorts answers by the probability that the network gave them (Guo et al. 2017,
 * "On Calibration of Modern Neural Networks", for the expected error).
 *
 * @param confidences P(answer | image) of each image, from 0 to 1.
 * @param right Whether each answer is right.
 */
export function calibration(
  confidences: ArrayLike<number>,
  right: ArrayLike<boolean>,
  binCount = 10,
): Calibration {
  const sums = Array.from(
    { length: binCount },
    () => ({ confidence: 0, right: 0, count: 0 }),
  );
  for (let i = 0; i < confidences.length; i++) {
    const place = Math.floor(confidences[i] * binCount);
    const bin = sums[Math.min(place, binCount - 1)];
    bin.confidence += confidences[i];
    bin.right += right[i] ? 1 : 0;
    bin.count++;
  }
  return {
    bins: sums.map(({ confidence, right, count }) => ({
      confidence: confidence / count,
      accuracy: right / count,
      count,
    })),
    expectedError: sums.reduce(
      (sum, bin) => sum + Math.abs(bin.right - bin.confidence),
      0,
    ) / confidences.length,
  };
}
