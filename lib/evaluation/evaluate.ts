import { batchesOf } from "../data/batches.ts";
import { CLASS_COUNT, type Digits, PIXELS } from "../data/digits.ts";
import { type DeviceDigits, gatherBatch, toDevice } from "../model/input.ts";
import type { Normalization } from "../model/normalization.ts";
import {
  compile,
  type CompiledFunction,
  ops,
  runAhead,
  tf,
} from "../tensorflow/mod.ts";
import {
  applyView,
  averageViews,
  type View,
} from "./test_time_augmentation.ts";

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
  /** The most probable class of each image, uint8 [count]. */
  readonly predictions: Uint8Array<ArrayBuffer>;
  /** log P(class | image), float32 [count, 10]. */
  readonly logProbabilities: Float32Array<ArrayBuffer>;
}

/** How to evaluate a set. */
export interface EvaluationOptions {
  /** Default 250, which divides MNIST's 10,000 and 60,000. */
  readonly batchSize?: number;
  /** Called after each batch with the number of images done so far. */
  onProgress?(done: number, count: number): void;
  /** Stops the evaluation after the batch under way. */
  readonly signal?: AbortSignal;
}

const DEFAULT_BATCH_SIZE = 250;

/**
 * Evaluates one network any number of times. The forward pass is recorded once and
 * reads the weights as they are at each call.
 */
export class Evaluator implements Disposable {
  readonly #forward: CompiledFunction<
    [images: tf.Tensor, labels: tf.Tensor1D, indices: tf.Tensor1D],
    tf.Tensor2D
  >;

  /**
   * Prepares the evaluation; the first call records it.
   *
   * @param model From float32 [batch, 28, 28, 1] to log-probabilities [batch, 10].
   * @param normalization The one that the model was trained with.
   * @param views Test-time augmentation: the network sees each image once in each
   * view, and its probabilities are averaged. By default, only the image itself.
   * @throws {RangeError} if the list of views is empty.
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
      const digits = { images, labels };
      return ops.inParts(indices, (part) => {
        return averageViews(views.map((view) => {
          const { images } = gatherBatch(
            digits,
            part,
            normalization,
            (raw) => applyView(raw, view),
          );
          return model.apply(images, { training: false }) as tf.Tensor2D;
        })); // [part, 10]
      });
    });
  }

  /**
   * The network's loss and answers on a set of digits.
   *
   * @param digits Copied to the backend first, unless they are there already.
   * @throws {RangeError} if the set is empty or the batch size is not a whole
   * number of at least 1.
   * @throws {DOMException} named AbortError, when the signal aborts.
   */
  async evaluate(
    digits: Digits | DeviceDigits,
    { batchSize = DEFAULT_BATCH_SIZE, onProgress, signal }: EvaluationOptions =
      {},
  ): Promise<Evaluation> {
    const { images, labels, count } = "host" in digits ? digits.host : digits;
    if (count < 1 || images.length !== count * PIXELS) {
      throw new RangeError(
        `Cannot evaluate a network: it needs at least one image: current count is ${count}`,
      );
    }
    if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
      throw new RangeError(
        `Cannot evaluate a network: batch size must be a whole number of at least 1: current value is ${batchSize}`,
      );
    }
    using cleanup = new DisposableStack();
    const onDevice = "host" in digits
      ? digits
      : cleanup.adopt(toDevice(digits), (copy) => copy.dispose());
    const logProbabilities = new Float32Array(count * CLASS_COUNT);
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
        await output.data<"float32">(), // [batch, 10]
        indices[0] * CLASS_COUNT,
      );
      output.dispose();
      onProgress?.(indices[0] + indices.length, count);
      signal?.throwIfAborted();
    }
    return { ...score(logProbabilities, labels), logProbabilities };
  }

  /** Frees the recorded forward pass; the model stays. */
  [Symbol.dispose](): void {
    this.#forward.dispose();
  }
}

/** Evaluates a network once; see {@linkcode Evaluator.evaluate}. */
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
 * Loss, predictions and number of correct answers from log-probabilities.
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
    // Of equal values the first, like argmax elsewhere
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
