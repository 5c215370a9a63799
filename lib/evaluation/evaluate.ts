import { batchesOf } from "../data/batches.ts";
import { type Digits, PIXELS } from "../data/digits.ts";
import { type DeviceDigits, gatherBatch, toDevice } from "../model/input.ts";
import type { Normalization } from "../model/normalization.ts";
import {
  cluster,
  compile,
  type CompiledFunction,
  ops,
  runAhead,
  tf,
} from "../tensorflow/mod.ts";
import { type Evaluation, score } from "./score.ts";
import {
  applyView,
  averageViews,
  type View,
} from "./test_time_augmentation.ts";

/** How to evaluate a set. */
export interface EvaluationOptions {
  /** Default 250, which divides MNIST's 10,000 and 60,000. */
  readonly batchSize?: number;
  /** Called after each batch with the number of images done so far. */
  onProgress?(done: number, count: number): void;
  /** Stops the evaluation after the batch under way. */
  readonly signal?: AbortSignal;
  /**
   * Whether the tasks of a cluster, which must all call this, share the batches out.
   * The signal then counts for nothing: one task may not stop alone. Default false.
   */
  readonly shared?: boolean;
}

const DEFAULT_BATCH_SIZE = 250;

/**
 * Evaluates one network any number of times. The forward pass is recorded once and
 * reads the weights as they are at each call.
 */
export class Evaluator implements Disposable {
  /** How many classes the network tells apart. */
  readonly #classes: number;
  readonly #forward: CompiledFunction<
    [images: tf.Tensor, labels: tf.Tensor1D, indices: tf.Tensor1D],
    tf.Tensor2D
  >;

  /**
   * Prepares the evaluation; the first call records it.
   *
   * @param model From float32 [batch, 28, 28, 1] to log-probabilities [batch, classes].
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
    this.#classes = model.outputs[0].shape.at(-1)!;
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
        })); // [part, classes]
      });
    });
  }

  /**
   * The network's loss and answers on a set of digits.
   *
   * @param digits Copied to the backend first, unless they are there already.
   * @throws {RangeError} if the set is empty or has more classes than the network, or
   * the batch size is not a whole number of at least 1.
   * @throws {DOMException} named AbortError, when the signal aborts.
   */
  async evaluate(
    digits: Digits | DeviceDigits,
    options: EvaluationOptions = {},
  ): Promise<Evaluation> {
    const { batchSize = DEFAULT_BATCH_SIZE, shared = false } = options;
    const onHost = "host" in digits ? digits.host : digits;
    requireImages(onHost);
    requireClasses(this.#classes, onHost);
    requireBatchSize(batchSize);
    using cleanup = new DisposableStack();
    const onDevice = "host" in digits
      ? digits
      : cleanup.adopt(toDevice(digits), (copy) => copy.dispose());
    const { size, rank } = cluster.currentCluster();
    const tasks = shared ? size : 1;
    const inOrder = Int32Array.from({ length: onHost.count }, (_, i) => i);
    const batches = batchesOf(inOrder, batchSize)
      .filter((_, index) => index % tasks === rank % tasks);
    const own = await this.#answer(onDevice, batches, {
      ...options,
      signal: tasks > 1 ? undefined : options.signal,
    });
    const logProbabilities = tasks > 1 ? addUp(own) : own;
    return { ...score(logProbabilities, onHost.labels), logProbabilities };
  }

  /**
   * The log-probabilities of these batches' images, [count, classes], with zeros for
   * all others.
   */
  async #answer(
    { images, labels, count }: DeviceDigits,
    batches: Iterable<Int32Array>,
    { onProgress, signal }: EvaluationOptions,
  ): Promise<Float32Array<ArrayBuffer>> {
    const logProbabilities = new Float32Array(count * this.#classes);
    const outputs = runAhead(this.#forward, batches, {
      argsOf: (indices) => [images, labels, tf.tensor1d(indices, "int32")],
      free: ([_images, _labels, indices]) => indices.dispose(),
    });
    signal?.throwIfAborted();
    for await (const { item: indices, result: output } of outputs) {
      logProbabilities.set(
        await output.data<"float32">(), // [batch, classes]
        indices[0] * this.#classes,
      );
      output.dispose();
      onProgress?.(indices[0] + indices.length, count);
      signal?.throwIfAborted();
    }
    return logProbabilities;
  }

  /** Frees the recorded forward pass; the model stays. */
  [Symbol.dispose](): void {
    this.#forward.dispose();
  }
}

function requireImages({ images, count }: Digits): void {
  if (count >= 1 && images.length === count * PIXELS) return;
  throw new RangeError(
    `Cannot evaluate a network: it needs at least one image: current count is ${count}`,
  );
}

function requireBatchSize(size: number): void {
  if (Number.isSafeInteger(size) && size >= 1) return;
  throw new RangeError(
    `Cannot evaluate a network: batch size must be a whole number of at least 1: current value is ${size}`,
  );
}

/**
 * @param classes How many the network tells apart.
 * @throws {RangeError} if the images have more.
 */
function requireClasses(classes: number, { classes: names }: Digits): void {
  if (names.length <= classes) return;
  throw new RangeError(
    `Cannot evaluate a network: it must tell as many classes apart as the images have, ${names.length}: current count is ${classes}`,
  );
}

/** Adds up values of which each task of a cluster has some, and zeros for the rest. */
function addUp(values: Float32Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    tf.tidy(() =>
      cluster.allReduce(tf.tensor1d(values), "sum", { name: "evaluation" })
        .dataSync<"float32">()
    ),
  );
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
