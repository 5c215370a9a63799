import type { tf } from "../tfjs.ts";

/** What an optimizer keeps for one variable: its momentum, for instance. */
export interface State {
  /** The variable's name and a suffix: "dense/kernel/m". */
  originalName: string;
  variable: tf.Variable;
}

/** A tensor of an optimizer's state. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: tf.Tensor;
}

/** A gradient by the name of its variable; null without one. */
export interface NamedGradient {
  readonly name: string;
  readonly tensor: tf.Tensor | null;
}

/** The gradients that an optimizer applies. */
export type Gradients = Record<string, tf.Tensor> | readonly NamedGradient[];

/** The members of TensorFlow.js's optimizers that are used here. */
export interface StockOptimizer {
  learningRate: number;
  /** The negative learning rate, which SGD and its descendants keep. */
  c?: tf.Scalar;
  /** The learning rate after so many more calls, if it follows a schedule. */
  rateAhead?(calls: number): number;
  applyGradients(gradients: Gradients): void;
  setWeights(weights: NamedTensor[]): Promise<void>;
}
