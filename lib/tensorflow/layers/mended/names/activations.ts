import { tf } from "../../../tfjs.ts";

type Activation = (x: tf.Tensor) => tf.Tensor;

/** x where its distance from 0 is above a limit, minus a share of the limit. */
const shrink = (x: tf.Tensor, limit: number, share: number): tf.Tensor =>
  tf.where(
    x.abs().greater(limit),
    x.sub(x.sign().mul(limit * share)),
    tf.zerosLike(x),
  );

/**
 * Activations of Keras that TensorFlow.js has under no name, or another, as Keras
 * computes them by default.
 */
export const activations: Readonly<Record<string, Activation>> = {
  silu: (x) => x.mul(x.sigmoid()),
  glu(x) {
    const [values, gates] = tf.split(x, 2, -1);
    return values.mul(gates.sigmoid());
  },
  exponential: (x) => x.exp(),
  leakyRelu: (x) => x.leakyRelu(0.2),
  // Keras 2's, and TensorFlow.js's, is 0.2 x + 0.5
  hardSigmoid3: (x) => x.add(3).relu6().div(6),
  hardSilu: (x) => x.mul(x.add(3).relu6()).div(6),
  hardSwish: (x) => x.mul(x.add(3).relu6()).div(6),
  celu: (x) => x.elu(),
  hardShrink: (x) => shrink(x, 0.5, 0),
  softShrink: (x) => shrink(x, 0.5, 1),
  hardTanh: (x) => x.clipByValue(-1, 1),
  tanhShrink: (x) => x.sub(x.tanh()),
  logSigmoid: (x) => x.logSigmoid(),
  squareplus: (x) => x.add(x.square().add(4).sqrt()).div(2),
  sparseSigmoid: (x) => x.add(1).div(2).clipByValue(0, 1),
  sparsePlus: (x) =>
    tf.where(x.greaterEqual(1), x, x.add(1).clipByValue(0, 2).square().div(4)),
};
