import { tf } from "../../tfjs.ts";

/** The members of TensorFlow.js's momentum optimizer that are used here. */
interface Momentum {
  /** The tensor that a step computes with. */
  m: tf.Scalar;
  setMomentum(momentum: number): void;
}

/** Makes `setMomentum()` take effect. */
export function mendSetMomentum(): void {
  const prototype = tf.MomentumOptimizer.prototype as unknown as Momentum;
  const { setMomentum } = prototype;
  prototype.setMomentum = function (this: Momentum, momentum) {
    setMomentum.call(this, momentum);
    this.m.dispose();
    this.m = tf.keep(tf.scalar(momentum));
  };
}
