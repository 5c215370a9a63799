import { createLabels, type Labels } from "../data/digits.ts";

/** How well a network does on a set of digits. */
export interface Score {
  /** Mean negative log-likelihood of the correct class. */
  readonly loss: number;
  /** Number of images whose most probable class is the correct one. */
  readonly correct: number;
  /** Number of images. */
  readonly count: number;
}

/** A network's score on a set of digits, and its answers. */
export interface Evaluation extends Score {
  /** The most probable class of each image, [count]. */
  readonly predictions: Labels;
  /** log P(class | image), float32 [count, classes]. */
  readonly logProbabilities: Float32Array<ArrayBuffer>;
}

/**
 * Loss, predictions and number of correct answers from log-probabilities.
 *
 * @param logProbabilities float32 [count, classes].
 * @param labels Each from 0 to classes − 1, [count].
 */
export function score(
  logProbabilities: Float32Array,
  labels: ArrayLike<number>,
): Omit<Evaluation, "logProbabilities"> {
  const count = labels.length;
  const classes = logProbabilities.length / count;
  const predictions = createLabels(count, classes);
  let loss = 0;
  let correct = 0;
  for (let index = 0; index < count; index++) {
    const start = index * classes;
    const row = logProbabilities.subarray(start, start + classes);
    // Of equal values the first, like argmax elsewhere
    let best = 0;
    for (let each = 1; each < classes; each++) {
      if (row[each] > row[best]) best = each;
    }
    predictions[index] = best;
    loss -= row[labels[index]];
    if (best === labels[index]) correct++;
  }
  return { loss: loss / count, correct, count, predictions };
}
