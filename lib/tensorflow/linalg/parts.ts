import { tf } from "../tfjs.ts";

/** The matrix product, of transposed matrices if asked. */
export const product = (
  a: tf.Tensor,
  b: tf.Tensor,
  transposeA = false,
  transposeB = false,
): tf.Tensor => tf.matMul(a, b, transposeA, transposeB);

/** A matrix with its last two axes swapped. */
export function transposed(x: tf.Tensor): tf.Tensor {
  const axes = x.shape.map((_, axis) => axis);
  axes.push(...axes.splice(-2).reverse());
  return tf.transpose(x, axes);
}

/** The part on and below the diagonal. */
export const lower = (x: tf.Tensor): tf.Tensor => tf.linalg.bandPart(x, -1, 0);

/** The part on and above the diagonal. */
export const upper = (x: tf.Tensor): tf.Tensor => tf.linalg.bandPart(x, 0, -1);

/** The part on and below the diagonal, with half of the diagonal. */
export function halfLower(x: tf.Tensor): tf.Tensor {
  const diagonal = tf.mul(x, tf.eye(x.shape.at(-1)!));
  return tf.sub(lower(x), tf.mul(diagonal, 0.5));
}
