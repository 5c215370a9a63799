/**
 * Soft targets: the combined answers of trained networks, the teachers, for training
 * images that are augmented at random, each several times. A student learns from
 * these answers, seeing each image augmented in the same way (Beyer et al. 2022,
 * "Knowledge distillation: a good teacher is patient and consistent"). The affine
 * map of each augmentation is stored rather than the image (Shen and Xing 2022, "A
 * fast knowledge distillation framework for visual recognition").
 *
 * @module
 */
import { Random } from "../data/random.ts";
import { batchesOf } from "../data/batches.ts";
import { CLASS_COUNT, type Digits } from "../data/digits.ts";
import { gatherBatch, toDevice } from "../model/input.ts";
import type { Normalization } from "../model/normalization.ts";
import {
  compile,
  ops,
  runAhead,
  setRandomSeed,
  tf,
} from "../tensorflow/mod.ts";
import {
  type AffineOptions,
  applyAffine,
  drawAffineMaps,
} from "./augmentation/affine.ts";

/** Coefficients of an affine map. */
export const MAP_SIZE = 6;

/** Values for one image: its affine map, and a log-probability for each class. */
export function rowSize(classes: number): number {
  return MAP_SIZE + classes;
}

/** Values for one image of a digit. */
export const ROW_SIZE = rowSize(CLASS_COUNT);

/** Soft targets of a training set. */
export interface SoftTargets {
  /** How many augmented versions of each image there are. */
  readonly versions: number;
  /** Number of images. */
  readonly count: number;
  /** float32 [versions, count, {@linkcode rowSize}]. */
  readonly rows: Float32Array<ArrayBuffer>;
}

/** Which soft targets to generate. */
export interface SoftTargetOptions {
  /** The versions' numbers, each from 0. */
  readonly versions: Iterable<number>;
  /** Seeds the augmentation, together with the version's number. */
  readonly seed: number;
  /**
   * Scales the augmentation of a version, for example with
   * {@linkcode createStrength}. Default 1.
   */
  strengthOf?(version: number): number;
  /** Called after each batch with the number of a version's images done so far. */
  onProgress?(version: number, done: number): void;
  /** Stops after the batch under way. */
  readonly signal?: AbortSignal;
}

/** Images at once; 250 divides MNIST's 60,000. */
const BATCH_SIZE = 250;

/**
 * Generates a teacher's soft targets for augmented training images, version by
 * version.
 *
 * @param teacher From float32 [batch, 28, 28, 1] to log-probabilities [batch, classes].
 * @param normalization The one that the teacher was trained with.
 * @param augmentation How far the images are moved at random.
 * @returns The rows of each version, float32 [count, {@linkcode rowSize}].
 * @throws {DOMException} named AbortError, when the signal aborts.
 */
export async function* generateSoftTargets(
  teacher: tf.LayersModel,
  digits: Digits,
  normalization: Normalization,
  augmentation: AffineOptions,
  { versions, seed, strengthOf, onProgress, signal }: SoftTargetOptions,
): AsyncGenerator<{ version: number; rows: Float32Array<ArrayBuffer> }> {
  const { count } = digits;
  const size = rowSize(teacher.outputs[0].shape.at(-1)!);
  using cleanup = new DisposableStack();
  const device = cleanup.adopt(toDevice(digits), (set) => set.dispose());
  using answer = compile(function softTargetStep(
    indices: tf.Tensor1D,
    strength: tf.Scalar,
  ) {
    return ops.inParts(indices, (part) => {
      const shape = [part.shape[0], digits.rows, digits.columns] as const;
      const maps = drawAffineMaps(shape, augmentation, strength); // [part, 6]
      const { images } = gatherBatch(
        device,
        part,
        normalization,
        (raw) => applyAffine(raw, maps),
      );
      const answers = teacher.apply(images, { training: false }); // [part, classes]
      return tf.concat([maps, answers as tf.Tensor2D], 1);
    });
  });
  const inOrder = Int32Array.from({ length: count }, (_, i) => i);
  for (const version of versions) {
    setRandomSeed(new Random(seed, "soft targets", version).bits());
    const rows = new Float32Array(count * size);
    const strength = strengthOf?.(version) ?? 1;
    const outputs = runAhead(answer, batchesOf(inOrder, BATCH_SIZE), {
      argsOf: (indices) => [tf.tensor1d(indices, "int32"), tf.scalar(strength)],
      free: (inputs) => tf.dispose(inputs),
    });
    signal?.throwIfAborted();
    for await (const { item: indices, result } of outputs) {
      rows.set(await result.data<"float32">(), indices[0] * size);
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
 * All soft targets that {@linkcode generateSoftTargets} yields, in memory.
 *
 * @param options As there, but `versions` is how many, numbered from 0.
 */
export async function computeSoftTargets(
  teacher: tf.LayersModel,
  digits: Digits,
  normalization: Normalization,
  augmentation: AffineOptions,
  { versions, ...options }:
    & Omit<SoftTargetOptions, "versions">
    & { readonly versions: number },
): Promise<SoftTargets> {
  const { count } = digits;
  const size = rowSize(teacher.outputs[0].shape.at(-1)!);
  const all = new Float32Array(versions * count * size);
  const generated = generateSoftTargets(
    teacher,
    digits,
    normalization,
    augmentation,
    {
      ...options,
      versions: Array.from({ length: versions }, (_, version) => version),
    },
  );
  for await (const { version, rows } of generated) {
    all.set(rows, version * rows.length);
  }
  return { versions, count, rows: all };
}
