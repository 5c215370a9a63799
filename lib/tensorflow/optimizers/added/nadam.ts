import { tf } from "../../tfjs.ts";
import type { Gradients, State } from "../stock.ts";
import { average, updateEach } from "../update_each.ts";
import { AddedOptimizer } from "./base.ts";

/** How fast the momentum comes to beta1, as in Dozat's paper. */
const WARM_UP = 0.96;

/**
 * Adam with Nesterov's momentum: Dozat, "Incorporating Nesterov momentum into Adam"
 * (2016), with Keras's schedule of the momentum.
 */
export class NadamOptimizer extends AddedOptimizer {
  /** @nocollapse */
  static className = "Nadam";
  protected readonly fields = [
    "accumulatedFirstMoment",
    "accumulatedSecondMoment",
  ];
  accumulatedFirstMoment: State[] = [];
  accumulatedSecondMoment: State[] = [];
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** 0.96 and beta2 to the power of the next step's number. */
  readonly accWarmUp: tf.Variable = one();
  readonly accBeta2: tf.Variable = one();
  /** The product of the momentum of all steps taken. */
  readonly accMomentum: tf.Variable = one();

  constructor(
    learningRate: number,
    beta1: number,
    beta2: number,
    epsilon: number | null,
  ) {
    super(learningRate);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon ?? tf.backend().epsilon();
    this.restore();
  }

  override applyGradients(gradients: Gradients): void {
    const suffixes = {
      accumulatedFirstMoment: "m",
      accumulatedSecondMoment: "v",
    };
    tf.tidy(() => {
      const momentum = this.#momentum(this.accWarmUp);
      const next = this.#momentum(tf.mul(this.accWarmUp, WARM_UP));
      const product = tf.mul(this.accMomentum, momentum);
      const ofFirst = tf.div(next, tf.sub(1, tf.mul(product, next)));
      const ofGradient = tf.div(tf.sub(1, momentum), tf.sub(1, product));
      const ofSecond = tf.sub(1, this.accBeta2);
      updateEach(this, suffixes, gradients, (variable, gradient, m, v) => {
        const newM = average(m, gradient, this.beta1);
        const newV = average(v, tf.square(gradient), this.beta2);
        m.assign(newM);
        v.assign(newV);
        const first = tf.add(
          tf.mul(ofFirst, newM),
          tf.mul(ofGradient, gradient),
        );
        const root = tf.sqrt(tf.div(newV, ofSecond));
        const step = tf.div(first, tf.add(root, this.epsilon));
        variable.assign(tf.add(variable, tf.mul(step, -this.learningRate)));
      });
      this.accMomentum.assign(product);
      this.accWarmUp.assign(tf.mul(this.accWarmUp, WARM_UP));
      this.accBeta2.assign(tf.mul(this.accBeta2, this.beta2));
    });
    this.incrementIterations();
  }

  /** The momentum of a step, by 0.96 to the power of its number. */
  #momentum(warmUp: tf.Tensor): tf.Tensor {
    return tf.mul(tf.sub(1, tf.mul(warmUp, 0.5)), this.beta1);
  }

  protected override restore(): void {
    const { beta1, beta2, iterations } = this;
    let product = 1;
    for (let step = 1; step <= iterations && product > 0; step++) {
      product *= beta1 * (1 - 0.5 * WARM_UP ** step);
    }
    tf.tidy(() => {
      this.accMomentum.assign(tf.scalar(product));
      this.accWarmUp.assign(tf.scalar(WARM_UP ** (iterations + 1)));
      this.accBeta2.assign(tf.scalar(beta2 ** (iterations + 1)));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { learningRate, beta1, beta2, epsilon } = this;
    return { learningRate, beta1, beta2, epsilon };
  }

  override dispose(): void {
    super.dispose();
    tf.dispose([this.accWarmUp, this.accBeta2, this.accMomentum]);
  }
}

function one(): tf.Variable {
  return tf.tidy(() => tf.variable(tf.scalar(1), false));
}
