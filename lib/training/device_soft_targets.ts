import { tf } from "../tensorflow/mod.ts";
import { MAP_SIZE, type SoftTargets } from "./soft_targets.ts";

/** Soft targets in the backend's memory. */
export interface DeviceSoftTargets {
  readonly versions: number;
  readonly count: number;
  /** float32 [versions · count, `rowSize()`]. */
  readonly rows: tf.Tensor2D;
  /** Frees them. */
  dispose(): void;
}

/** Copies soft targets into the backend's memory. */
export function softTargetsToDevice(
  { versions, count, rows }: SoftTargets,
): DeviceSoftTargets {
  const images = versions * count;
  const onDevice = tf.keep(
    tf.tensor2d(rows, [images, rows.length / images]),
  );
  return {
    versions,
    count,
    rows: onDevice,
    dispose: () => onDevice.dispose(),
  };
}

/**
 * Gathers the soft targets of a batch.
 *
 * @param version int32, from 0.
 * @param indices Positions in the training set, int32 [batch].
 * @returns maps for `applyAffine()`, float32 [batch, 6], and the teachers'
 * log-probabilities, float32 [batch, classes].
 */
export function gatherSoftTargets(
  { rows, count }: DeviceSoftTargets,
  version: tf.Scalar,
  indices: tf.Tensor1D,
): { maps: tf.Tensor2D; answers: tf.Tensor2D } {
  const positions = indices.add(version.mul(tf.scalar(count, "int32")));
  const batch = tf.gather(rows, positions as tf.Tensor1D) as tf.Tensor2D; // [batch, row]
  return {
    maps: batch.slice([0, 0], [-1, MAP_SIZE]),
    answers: batch.slice([0, MAP_SIZE], [-1, rows.shape[1] - MAP_SIZE]),
  };
}
