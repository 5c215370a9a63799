/**
 * Metrics of a network's predictions: plain numbers, no tensors.
 *
 * @module
 */

/** How often each class was predicted as each: true classes are rows, predictions columns. */
export type ConfusionMatrix = readonly (readonly number[])[];

/**
 * Counts predictions by true class (row) and predicted class (column).
 *
 * @param labels Each from 0 to classes − 1.
 * @param predictions As many, each from 0 to classes − 1.
 * @throws {RangeError} if the lengths differ or a class is out of range.
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
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
  for (let index = 0; index < labels.length; index++) {
    const [label, prediction] = [labels[index], predictions[index]];
    if (label >= classes || prediction >= classes) {
      throw new RangeError(
        `Cannot count answers: classes must be from 0 to ${
          classes - 1
        }: current label and answer are ${label} and ${prediction}`,
      );
    }
    counts[label][prediction]++;
  }
  return counts;
}

/** How well one class is recognised; a ratio with denominator 0 is NaN. */
export interface ClassMetrics {
  /** Share of the predictions of this class that are correct. */
  readonly precision: number;
  /** Share of the images of this class that are predicted as it. */
  readonly recall: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
  /** Number of images of this class. */
  readonly support: number;
}

/** Precision, recall and F1 of each class. */
export function classMetrics(matrix: ConfusionMatrix): ClassMetrics[] {
  return matrix.map((row, digit) => {
    const correct = row[digit];
    const support = row.reduce((sum, count) => sum + count, 0);
    const predicted = matrix.reduce((sum, other) => sum + other[digit], 0);
    return {
      precision: correct / predicted,
      recall: correct / support,
      f1: 2 * correct / (support + predicted),
      support,
    };
  });
}

/** The predictions whose confidence lies in one range. */
export interface CalibrationBin {
  /** Mean confidence; NaN in an empty bin. */
  readonly confidence: number;
  /** Share of correct predictions; NaN in an empty bin. */
  readonly accuracy: number;
  /** Number of predictions. */
  readonly count: number;
}

/** How well a network's confidence matches its accuracy. */
export interface Calibration {
  /** Ranges of confidence of equal width, from 0 to 1. */
  readonly bins: readonly CalibrationBin[];
  /** Mean of |accuracy − confidence| over the images: the expected calibration error. */
  readonly expectedError: number;
}

/**
 * Compares confidence and accuracy in bins (Guo et al. 2017, "On Calibration of
 * Modern Neural Networks").
 *
 * @param confidences P(prediction | image) of each image, from 0 to 1.
 * @param right Whether each prediction is correct.
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
