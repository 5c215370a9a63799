import { tf } from "../tfjs.ts";

/** Adds values up at flat positions of a tensor. */
export function addUp(
  values: tf.Tensor,
  positions: tf.Tensor,
  shape: number[],
): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  if (size === 0 || values.size === 0) return tf.zeros(shape);
  const sums = tf.unsortedSegmentSum(
    tf.reshape(values, [-1]),
    tf.reshape(positions, [-1]) as tf.Tensor1D,
    size,
  );
  return tf.reshape(sums, shape);
}

/**
 * The flat positions of elements that are given by their place in a part of the
 * tensor: positions[i] in part i.
 */
export function flatPositions(
  positions: tf.Tensor,
  partSize: number,
): tf.Tensor {
  const [count, ...rest] = positions.shape;
  const starts = tf.mul(
    tf.range(0, count, 1, "int32"),
    tf.scalar(partSize, "int32"),
  );
  return tf.add(positions, tf.reshape(starts, [count, ...rest.map(() => 1)]));
}
