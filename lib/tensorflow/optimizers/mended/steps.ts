import { tf } from "../../tfjs.ts";
import type { Gradients, StockOptimizer } from "../stock.ts";
import { average, updateEach } from "../update_each.ts";

/** The members of TensorFlow.js's Adadelta that are used here. */
interface Adadelta extends StockOptimizer {
  readonly rho: number;
  readonly epsilon: number;
  incrementIterations(): void;
}

/** The members of TensorFlow.js's RMSProp that are used here. */
interface RMSProp extends StockOptimizer {
  readonly decay: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;
  incrementIterations(): void;
}

/** Has optimizers take the steps of their formulas where TensorFlow.js's don't. */
export function mendSteps(): void {
  mendAdadelta();
  mendCenteredRMSProp();
}

/**
 * Divides by the average that has the present gradient: Zeiler, "ADADELTA" (2012),
 * algorithm 1. TensorFlow.js takes the one before, and diverges at a rate of 1.
 */
function mendAdadelta(): void {
  const prototype = tf.AdadeltaOptimizer.prototype as unknown as Adadelta;
  const suffixes = {
    accumulatedGrads: "accum_grad",
    accumulatedUpdates: "accum_var",
  };
  prototype.applyGradients = function (this: Adadelta, gradients: Gradients) {
    const { rho, epsilon } = this;
    const root = (x: tf.Tensor) => tf.sqrt(tf.add(x, epsilon));
    updateEach(this, suffixes, gradients, (variable, gradient, ...states) => {
      const [ofGradients, ofSteps] = states;
      const squares = average(ofGradients, tf.square(gradient), rho);
      const step = tf.mul(tf.div(root(ofSteps), root(squares)), gradient);
      ofGradients.assign(squares);
      ofSteps.assign(average(ofSteps, tf.square(step), rho));
      variable.assign(tf.add(tf.mul(step, -this.learningRate), variable));
    });
    this.incrementIterations();
  };
}

/**
 * Adds epsilon to the variance. TensorFlow.js subtracts it, so that a small variance
 * makes weights NaN.
 */
function mendCenteredRMSProp(): void {
  const prototype = tf.RMSPropOptimizer.prototype as unknown as RMSProp;
  const stock = prototype.applyGradients;
  const suffixes = {
    accumulatedMeanSquares: "rms",
    accumulatedMoments: "momentum",
    accumulatedMeanGrads: "mg",
  };
  prototype.applyGradients = function (this: RMSProp, gradients: Gradients) {
    if (!this.centered) return stock.call(this, gradients);
    const { decay, momentum, epsilon } = this;
    updateEach(this, suffixes, gradients, (variable, gradient, ...states) => {
      const [ofSquares, ofSteps, ofGradients] = states;
      const squares = average(ofSquares, tf.square(gradient), decay);
      const mean = average(ofGradients, gradient, decay);
      const variance = tf.sub(squares, tf.square(mean));
      const step = tf.div(
        tf.mul(gradient, this.learningRate),
        tf.sqrt(tf.add(variance, epsilon)),
      );
      const steps = tf.add(tf.mul(ofSteps, momentum), step);
      ofSquares.assign(squares);
      ofGradients.assign(mean);
      ofSteps.assign(steps);
      variable.assign(tf.sub(variable, steps));
    });
    this.incrementIterations();
  };
}
