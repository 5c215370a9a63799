import { tf } from "../../tensorflow/mod.ts";

/** Joins all weights, or their gradients, into one vector: float32 [all values]. */
export function toVector(weights: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(weights.map((weight) => weight.flatten()));
}

/** Assigns each weight its part of a vector made by {@linkcode toVector}. */
export function assignVector(
  weights: readonly tf.Variable[],
  vector: tf.Tensor1D,
): void {
  tf.tidy(() => {
    const parts = tf.split(vector, weights.map(({ size }) => size));
    weights.forEach((weight, index) =>
      weight.assign(parts[index].reshape(weight.shape))
    );
  });
}
