import { tf } from "../../../tfjs.ts";

/** A layer's weight, and what its values must be, such as not negative. */
export interface ConstrainedWeight {
  readonly constraint?: { apply(value: tf.Tensor): tf.Tensor } | null;
  read(): tf.Variable;
}

/**
 * Applies constraints to weights after a step of training, as Keras does:
 * TensorFlow.js applies them to values that are set, and not to trained ones.
 */
export function applyConstraints(weights: readonly ConstrainedWeight[]): void {
  for (const weight of weights) {
    const { constraint } = weight;
    const variable = weight.read();
    if (!constraint || !variable.trainable) continue;
    tf.tidy(() => variable.assign(constraint.apply(variable)));
  }
}
