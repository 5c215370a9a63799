import { tf } from "../../tensorflow/mod.ts";

/** All weights, or their gradients, as one vector, float32 [all weights]. */
export function flattened(weights: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(weights.map((weight) => weight.flatten()));
}

/** Gives each weight its part of a vector that {@linkcode flattened} made. */
export function assignFlattened(
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

/**
 * A variable with a name of its own, as TensorFlow.js wants it.
 *
 * @param owner Tells what keeps it, for example `average`.
 */
export function memory(
  owner: string,
  name: string,
  value: () => tf.Tensor,
): tf.Variable {
  return tf.tidy(() =>
    tf.variable(value(), false, `${owner}_${created++}/${name}`)
  );
}

let created = 0;
