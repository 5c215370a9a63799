import { batchesOf } from "../data/batches.ts";
import { CLASS_COUNT, type Digits, PIXELS } from "../data/digits.ts";
import {
  type DeviceDigits,
  gatherBatch,
  type Normalization,
  toDevice,
} from "../model/input.ts";
import {
  compile,
  type CompiledFunction,
  ops,
  runAhead,
  tf,
} from "../tensorflow/mod.ts";
import { meanOfViews, type View, viewed } from "./views.ts";

/** What a network makes of a set of digits. */
export interface Evaluation {
  /** Mean negative log-likelihood of the right class. */
  readonly loss: number;
  /** Images whose most probable class is the right one. */
  readonly correct: number;
  readonly count: number;
  /** The most probable class of each image, uint8 [count]. */
  readonly predictions: Uint8Array<ArrayBuffer>;
  /** log P(class | image), float32 [count, 10]. */
  readonly logProbabilities: Float32Array<ArrayBuffer>;
}

/** How a set is evaluated. */
export interface EvaluationOptions {
  /** Images at once. Default 250, which divides MNIST's 10,000 and 60,000. */
  readonly batchSize?: number;
  /** Called after each batch with the number of images done. */
  onProgress?(done: number, count: number): void;
  /** Looked at between batches. */
  readonly signal?: AbortSignal;
}

const DEFAULT_BATCH_SIZE = 250;

/**
 * Evaluates one network as often as wanted; what is recorded stays between the
 * calls, and reads the weights as they are at each.
 */
export class Evaluator implements Disposable {
  readonly #forward: CompiledFunction<
    [images: tf.Tensor, labels: tf.Tensor1D, indices: tf.Tensor1D],
    tf.Tensor2D
  >;

  /**
   * @param model From float32 [batch, 28, 28, 1] to log-probabilities [batch, 10].
   * @param normalization That the model was trained with.
   * @param views In which each image is seen; the mean of the probabilities
   * counts. As it is by default.
   * @throws {RangeError} if there is no view.
   */
  constructor(
    model: tf.LayersModel,
    normalization: Normalization,
    views: readonly View[] = [{}],
  ) {
    if (views.length === 0) {
      throw new RangeError(
        "Cannot evaluate a network: it needs at least one view of each image: current count is 0",
      );
    }
    this.#forward = compile(function evaluationStep(images, labels, indices) {
      const digits = { images, labels } as DeviceDigits;
      return ops.inParts(indices, (part) => {
        return meanOfViews(views.map((view) => {
          const { images } = gatherBatch(
            digits,
            part,
            normalization,
            (raw) => viewed(raw, view),
          );
          return model.apply(images, { training: false }) as tf.Tensor2D;
        }));
      });
    });
  }

  /**
   * The network's loss and answers on a set of digits.
   *
   * @throws {RangeError} if the set is empty or the batch size is not a whole
   * number of at least 1.
   * @throws {DOMException} named AbortError, when the signal aborts.
   */
  async evaluate(
    digits: Digits,
    { batchSize = DEFAULT_BATCH_SIZE, onProgress, signal }: EvaluationOptions =
      {},
  ): Promise<Evaluation> {
    const { count, labels } = digits;
    if (count < 1 || digits.images.length !== count * PIXELS) {
      throw new RangeError(
        `Cannot evaluate a network: it needs at least one image: current count is ${count}`,
      );
    }
    if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
      throw new RangeError(
        `Cannot evaluate a network: batch size must be a whole number of at least 1: current value is ${batchSize}`,
      );
    }
    const logProbabilities = new Float32Array(count * CLASS_COUNT);
    const onDevice = toDevice(digits);
    try {
      const inOrder = Int32Array.from({ length: count }, (_, i) => i);
      const outputs = runAhead(this.#forward, batchesOf(inOrder, batchSize), {
        argsOf: (indices) => [
          onDevice.images,
          onDevice.labels,
          tf.tensor1d(indices, "int32"),
        ],
        free: ([_images, _labels, indices]) => indices.dispose(),
      });
      signal?.throwIfAborted();
      for await (const { item: indices, result: output } of outputs) {
        logProbabilities.set(
          await output.data<"float32">(), // [indices.length, 10]
          indices[0] * CLASS_COUNT,
        );
        output.dispose();
        onProgress?.(indices[0] + indices.length, count);
        signal?.throwIfAborted();
      }
    } finally {
      onDevice.dispose();
    }
    return { ...score(logProbabilities, labels), logProbabilities };
  }

  /** Frees what was recorded; the model stays. */
  [Symbol.dispose](): void {
    this.#forward.dispose();
  }
}

/** {@linkcode Evaluator.evaluate} once. */
export async function evaluate(
  model: tf.LayersModel,
  digits: Digits,
  normalization: Normalization,
  options?: EvaluationOptions,
): Promise<Evaluation> {
  using evaluator = new Evaluator(model, normalization);
  return await evaluator.evaluate(digits, options);
}

/**
 * Loss, predictions and right answers from log-probabilities.
 *
 * @param logProbabilities float32 [count, 10].
 * @param labels uint8 [count].
 */
export function score(
  logProbabilities: Float32Array,
  labels: Uint8Array,
): Omit<Evaluation, "logProbabilities"> {
  const count = labels.length;
  const predictions = new Uint8Array(count);
  let loss = 0;
  let correct = 0;
  labels.forEach((label, index) => {
    const start = index * CLASS_COUNT;
    const row = logProbabilities.subarray(start, start + CLASS_COUNT);
    // The first of equals, as argmax has it everywhere
    let best = 0;
    for (let digit = 1; digit < CLASS_COUNT; digit++) {
      if (row[digit] > row[best]) best = digit;
    }
    predictions[index] = best;
    loss -= row[label];
    if (best === label) correct++;
  });
  return { loss: loss / count, correct, count, predictions };
}
