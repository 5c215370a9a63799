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

/** Predictions of similar confidence. */
export interface CalibrationBin {
  /** Mean confidence. */
  readonly confidence: number;
  /** Share of correct predictions. */
  readonly accuracy: number;
  /** Number of correct predictions. */
  readonly correct: number;
  /** Number of predictions. */
  readonly count: number;
}

/** How well a network's confidence matches its accuracy. */
export interface Calibration {
  /** As many predictions in each, to within one; the least confident first. */
  readonly bins: readonly CalibrationBin[];
  /** Mean of |accuracy − confidence| over the images: the expected calibration error. */
  readonly expectedError: number;
}

/**
 * Compares confidence and accuracy in bins of equal count (Guo et al. 2017, "On
 * Calibration of Modern Neural Networks", has bins of equal width, of which nearly all
 * stay empty where most answers are certain).
 *
 * @param confidences P(prediction | image) of each image, from 0 to 1.
 * @param right Whether each prediction is correct.
 * @param binCount With fewer predictions, there is one in each bin.
 * @throws {RangeError} if there are no predictions.
 */
export function calibration(
  confidences: ArrayLike<number>,
  right: ArrayLike<boolean>,
  binCount = 10,
): Calibration {
  const total = confidences.length;
  if (total === 0) {
    throw new RangeError(
      "Cannot judge calibration: there must be at least one prediction: current count is 0",
    );
  }
  const order = Int32Array.from({ length: total }, (_, image) => image)
    .sort((a, b) => confidences[a] - confidences[b] || a - b);
  const used = Math.min(binCount, total);
  const bins = Array.from({ length: used }, (_, bin) => {
    const [start, end] = [bin, bin + 1]
      .map((edge) => Math.round(edge * total / used));
    const images = order.subarray(start, end);
    const confidence = images.reduce((sum, k) => sum + confidences[k], 0);
    const correct = images.reduce((sum, k) => sum + (right[k] ? 1 : 0), 0);
    const count = images.length;
    return {
      confidence: confidence / count,
      accuracy: correct / count,
      correct,
      count,
    };
  });
  return {
    bins,
    expectedError: bins.reduce(
      (sum, { confidence, accuracy, count }) =>
        sum + count * Math.abs(accuracy - confidence),
      0,
    ) / total,
  };
}
