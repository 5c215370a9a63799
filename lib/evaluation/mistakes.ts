import type { Evaluation } from "./score.ts";

/** A misclassified image. */
export interface Mistake {
  /** Position of the image in its set. */
  readonly index: number;
  /** The right class. */
  readonly label: number;
  /** The class that the network answered with. */
  readonly prediction: number;
  /** P(prediction | image), from 0 to 1. */
  readonly confidence: number;
  /** P(label | image), from 0 to 1. */
  readonly labelProbability: number;
}

/**
 * The misclassified images, the most confident mistake first.
 *
 * @param labels Of the set that was evaluated, [count].
 * @throws {RangeError} if there is not one label for each prediction.
 */
export function mistakes(
  { predictions, logProbabilities }: Pick<
    Evaluation,
    "predictions" | "logProbabilities"
  >,
  labels: ArrayLike<number>,
): Mistake[] {
  if (labels.length !== predictions.length) {
    throw new RangeError(
      `Cannot list mistakes: there must be a label for each prediction: current counts are ${labels.length} and ${predictions.length}`,
    );
  }
  const classes = logProbabilities.length / labels.length;
  const probability = (index: number, label: number) =>
    Math.exp(logProbabilities[index * classes + label]);
  const list: Mistake[] = [];
  predictions.forEach((prediction, index) => {
    const label = labels[index];
    if (prediction === label) return;
    list.push({
      index,
      label,
      prediction,
      confidence: probability(index, prediction),
      labelProbability: probability(index, label),
    });
  });
  return list.sort((a, b) => b.confidence - a.confidence || a.index - b.index);
}

/**
 * P(prediction | image) of each prediction, float64 [count], which calibration
 * compares with the share of correct predictions.
 */
export function confidences(
  { predictions, logProbabilities }: Pick<
    Evaluation,
    "predictions" | "logProbabilities"
  >,
): Float64Array<ArrayBuffer> {
  const classes = logProbabilities.length / predictions.length;
  return Float64Array.from(
    predictions,
    (label, index) => Math.exp(logProbabilities[index * classes + label]),
  );
}
