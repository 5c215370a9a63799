import type { Digits } from "../data/digits.ts";
import { ops, tf } from "../tensorflow/mod.ts";
import type { Normalization } from "./normalization.ts";

/** A set of digits in the backend's memory. */
export interface DeviceDigits {
  /** The same digits in JavaScript's memory. */
  readonly host: Digits;
  /** uint8 [count, 28, 28, 1]. */
  readonly images: tf.Tensor;
  /** int32 [count]. */
  readonly labels: tf.Tensor1D;
  /** Number of digits. */
  readonly count: number;
  /** Frees the tensors. */
  dispose(): void;
}

/** Copies a set of digits into the backend's memory, one byte a pixel. */
export function toDevice(digits: Digits): DeviceDigits {
  const { count, rows, columns } = digits;
  const images = tf.keep(
    ops.uint8Tensor(digits.images, [count, rows, columns, 1]),
  );
  const labels = tf.keep(
    tf.tensor1d(Int32Array.from(digits.labels), "int32"),
  );
  return {
    host: digits,
    images,
    labels,
    count,
    dispose: () => tf.dispose([images, labels]),
  };
}

/**
 * Gathers a batch of images and labels, and normalizes the images:
 * (pixel / 255 − mean) / standard deviation.
 *
 * @param indices Positions in the set, int32 [batch].
 * @param transform Changes the images before they are normalized, while their
 * background is still 0: float32 [batch, 28, 28, 1] to the same shape.
 * @returns images float32 [batch, 28, 28, 1] and labels int32 [batch].
 */
export function gatherBatch(
  digits: Pick<DeviceDigits, "images" | "labels">,
  indices: tf.Tensor1D,
  { mean, standardDeviation }: Normalization,
  transform = (images: tf.Tensor4D) => images,
): { images: tf.Tensor4D; labels: tf.Tensor1D } {
  const gathered = ops.gatherRows(digits.images, indices) as tf.Tensor4D;
  return {
    images: transform(gathered).sub(255 * mean).div(
      255 * standardDeviation,
    ) as tf.Tensor4D,
    labels: tf.gather(digits.labels, indices),
  };
}
