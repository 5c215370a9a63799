/**
 * Soft targets: what networks that are trained, the teachers, answer together for
 * training images that were changed at random, each several times. Another network
 * learns from them, seeing each image changed in the same way (Beyer et al. 2022,
 * "Knowledge distillation: a good teacher is patient and consistent"). What the
 * change was is kept, not the changed image (Shen and Xing 2022, "A fast knowledge
 * distillation framework for visual recognition").
 *
 * @module
 */
import { Random } from "../data/random.ts";
import { batchesOf } from "../data/batches.ts";
import { CLASS_COUNT, type Digits } from "../data/digits.ts";
import { gatherBatch, type Normalization, toDevice } from "../model/input.ts";
import {
  compile,
  ops,
  runAhead,
  setRandomSeed,
  tf,
} from "../tensorflow/mod.ts";
import {
  affineMaps,
  type AffineOptions,
  moved,
} from "./augmentation/augment.ts";

/** Coefficients of an affine map. */
const MAP_SIZE = 6;

/** Values of one image: an affine map of {@linkcode affineMaps}, ten log-probabilities. */
export const ROW_SIZE = MAP_SIZE + CLASS_COUNT;

/** Soft targets of a training set. */
export interface SoftTargets {
  /** How often each image was changed and answered for. */
  readonly versions: number;
  /** Images. */
  readonly count: number;
  /** float32 [versions, count, ROW_SIZE]. */
  readonly rows: Float32Array<ArrayBuffer>;
}

/** Soft targets in the backend's memory. */
export interface DeviceSoftTargets {
  readonly versions: number;
  readonly count: number;
  /** float32 [versions · count, ROW_SIZE]. */
  readonly rows: tf.Tensor2D;
  /** Frees them. */
  dispose(): void;
}

/** Copies soft targets into the backend's memory. */
export function softTargetsToDevice(
  { versions, count, rows }: SoftTargets,
): DeviceSoftTargets {
  const onDevice = tf.keep(tf.tensor2d(rows, [versions * count, ROW_SIZE]));
  return {
    versions,
    count,
    rows: onDevice,
    dispose: () => onDevice.dispose(),
  };
}

/**
 * How the images of a batch are changed, and what the teachers answer then.
 *
 * @param version int32, from 0.
 * @param indices int32 [batch], of the images.
 * @returns maps for {@linkcode moved}, float32 [batch, 6], and log-probabilities,
 * float32 [batch, 10].
 */
export function gatherSoftTargets(
  { rows, count }: DeviceSoftTargets,
  version: tf.Scalar,
  indices: tf.Tensor1D,
): { maps: tf.Tensor2D; answers: tf.Tensor2D } {
  const places = indices.add(version.mul(tf.scalar(count, "int32")));
  const batch = tf.gather(rows, places as tf.Tensor1D) as tf.Tensor2D;
  return {
    maps: batch.slice([0, 0], [-1, MAP_SIZE]),
    answers: batch.slice([0, MAP_SIZE], [-1, CLASS_COUNT]),
  };
}

/** How teachers answer. */
export interface TeachOptions {
  /** The numbers of the versions to answer for, each from 0. */
  readonly versions: Iterable<number>;
  /** With the version's number it seeds how the images are changed. */
  readonly seed: number;
  /**
   * What the ranges are multiplied by in a version, for example of
   * {@linkcode createStrength}; 1 where it is left out.
   */
  strengthOf?(version: number): number;
  /** Called after each batch with the number of images done, of a version. */
  onProgress?(version: number, done: number): void;
  /** Looked at between batches. */
  readonly signal?: AbortSignal;
}

/** Images at once; 250 divides MNIST's 60,000. */
const BATCH_SIZE = 250;

/**
 * Has a network answer for training images that are changed at random, version by
 * version.
 *
 * @param teacher From float32 [batch, 28, 28, 1] to log-probabilities [batch, 10].
 * @param normalization That it was trained with.
 * @param augmentation How far the images are moved.
 * @returns Each version's rows, float32 [count, ROW_SIZE].
 * @throws {DOMException} named AbortError, when the signal aborts.
 */
export async function* teach(
  teacher: tf.LayersModel,
  digits: Digits,
  normalization: Normalization,
  augmentation: AffineOptions,
  { versions, seed, strengthOf, onProgress, signal }: TeachOptions,
): AsyncGenerator<{ version: number; rows: Float32Array<ArrayBuffer> }> {
  const { count } = digits;
  using cleanup = new DisposableStack();
  const device = cleanup.adopt(toDevice(digits), (set) => set.dispose());
  using answer = compile(function teachingStep(
    indices: tf.Tensor1D,
    strength: tf.Scalar,
  ) {
    return ops.inParts(indices, (part) => {
      const size = [part.shape[0], digits.rows, digits.columns] as const;
      const maps = affineMaps(size, augmentation, strength);
      const { images } = gatherBatch(
        device,
        part,
        normalization,
        (raw) => moved(raw, maps),
      );
      const answers = teacher.apply(images, { training: false });
      return tf.concat([maps, answers as tf.Tensor2D], 1);
    });
  });
  const inOrder = Int32Array.from({ length: count }, (_, i) => i);
  for (const version of versions) {
    setRandomSeed(new Random(seed, "soft targets", version).bits());
    const rows = new Float32Array(count * ROW_SIZE);
    const strength = strengthOf?.(version) ?? 1;
    const outputs = runAhead(answer, batchesOf(inOrder, BATCH_SIZE), {
      argsOf: (indices) => [tf.tensor1d(indices, "int32"), tf.scalar(strength)],
      free: (inputs) => tf.dispose(inputs),
    });
    signal?.throwIfAborted();
    for await (const { item: indices, result } of outputs) {
      rows.set(await result.data<"float32">(), indices[0] * ROW_SIZE);
      result.dispose();
      const done = indices[0] + indices.length;
      onProgress?.(version, done);
      if (done < count) signal?.throwIfAborted();
    }
    yield { version, rows };
    signal?.throwIfAborted();
  }
}

/**
 * {@linkcode teach} into memory.
 *
 * @param options How many versions, from 0; the rest as there.
 */
export async function softTargetsOf(
  teacher: tf.LayersModel,
  digits: Digits,
  normalization: Normalization,
  augmentation: AffineOptions,
  { versions, ...options }:
    & Omit<TeachOptions, "versions">
    & { readonly versions: number },
): Promise<SoftTargets> {
  const { count } = digits;
  const all = new Float32Array(versions * count * ROW_SIZE);
  const answers = teach(teacher, digits, normalization, augmentation, {
    ...options,
    versions: Array.from({ length: versions }, (_, version) => version),
  });
  for await (const { version, rows } of answers) {
    all.set(rows, version * rows.length);
  }
  return { versions, count, rows: all };
}
