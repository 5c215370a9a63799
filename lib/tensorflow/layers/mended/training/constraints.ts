import { tf } from "../../../tfjs.ts";
import { replaceMethod } from "../replace.ts";

/** A layer's weight, and what its values must be, such as not negative. */
export interface ConstrainedWeight {
  readonly constraint?: { apply(value: tf.Tensor): tf.Tensor } | null;
  read(): tf.Variable;
}

/** The members of TensorFlow.js's weights that are used here. */
interface LayerVariable {
  constraint: unknown;
  write(value: tf.Tensor): LayerVariable;
}

interface Layer {
  addWeight(...args: unknown[]): LayerVariable;
}

/**
 * A weight takes the value that it is given, by `setWeights()` or from a file, as
 * in Keras: TensorFlow.js constrains it.
 */
export function mendConstraints(): void {
  let isMended = false;
  replaceMethod(
    tf.layers.Layer.prototype as unknown as Layer,
    "addWeight",
    (stock) =>
      function (...args) {
        const weight = stock.apply(this, args);
        // TensorFlow.js exports no class of weights
        if (!isMended) takeAsGiven(Object.getPrototypeOf(weight));
        isMended = true;
        return weight;
      },
  );
}

function takeAsGiven(prototype: LayerVariable): void {
  replaceMethod(prototype, "write", (stock) =>
    function (value) {
      const { constraint } = this;
      this.constraint = null;
      try {
        return stock.call(this, value);
      } finally {
        this.constraint = constraint;
      }
    });
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
