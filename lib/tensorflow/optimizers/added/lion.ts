import { tf } from "../../tfjs.ts";
import type { Gradients, State } from "../stock.ts";
import { average, updateEach } from "../update_each.ts";
import { AddedOptimizer } from "./base.ts";

/**
 * Steps of one size, in the direction of an average's sign: Chen et al., "Symbolic
 * discovery of optimization algorithms" (2023).
 */
export class LionOptimizer extends AddedOptimizer {
  /** @nocollapse */
  static className = "Lion";
  protected readonly fields = ["accumulations"];
  accumulations: State[] = [];
  readonly beta1: number;
  readonly beta2: number;

  constructor(learningRate: number, beta1: number, beta2: number) {
    super(learningRate);
    this.beta1 = beta1;
    this.beta2 = beta2;
  }

  override applyGradients(gradients: Gradients): void {
    const { beta1, beta2 } = this;
    const suffixes = { accumulations: "m" };
    updateEach(this, suffixes, gradients, (variable, gradient, momentum) => {
      const direction = average(momentum, gradient, beta1).sign();
      variable.assign(tf.add(variable, tf.mul(direction, -this.learningRate)));
      momentum.assign(average(momentum, gradient, beta2));
    });
    this.incrementIterations();
  }

  protected override restore(): void {}

  override getConfig(): tf.serialization.ConfigDict {
    const { learningRate, beta1, beta2 } = this;
    return { learningRate, beta1, beta2 };
  }
}
