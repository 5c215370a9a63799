import { tf } from "../../tensorflow/mod.ts";
import { assignFlattened, flattened, memory } from "./vector.ts";

/** Stochastic gradient descent with Nesterov's momentum. */
export interface SgdOptions {
  readonly kind: "sgd";
  readonly momentum: number;
  /** Decoupled from the gradient: weights shrink by rate × this each step. */
  readonly weightDecay?: number;
}

/** Adam, or AdamW where there is weight decay. */
export interface AdamOptions {
  readonly kind: "adam";
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** Decoupled from the gradient (AdamW). */
  readonly weightDecay?: number;
}

/** Which optimizer, and its settings. */
export type OptimizerOptions = SgdOptions | AdamOptions;

/** An optimizer over all parameters as one vector. */
export interface Optimizer {
  /**
   * Assigns every variable its next value.
   *
   * @param gradients Of each variable, in the variables' order.
   * @param learningRate A scalar: as a tensor it can change in a recorded step.
   * @param momentum Takes the place of the settings' momentum or beta1.
   */
  update(
    gradients: tf.Tensor[],
    learningRate: tf.Scalar,
    momentum?: tf.Scalar,
  ): void;
  /** Its memory, to be saved with a checkpoint. */
  readonly state: readonly tf.Variable[];
  dispose(): void;
}

/**
 * An optimizer for these variables.
 *
 * Momentum: v ← μv + g, w ← w − η(g + μv) (Sutskever et al. 2013, in the form
 * that PyTorch uses). Adam: Kingma and Ba 2015, algorithm 1; decoupled weight
 * decay: Loshchilov and Hutter 2019, algorithm 2. Where momentum changes from step
 * to step, Adam's bias is corrected by the current one, as in PyTorch.
 *
 * @throws {RangeError} if a setting is out of its range.
 */
export function createOptimizer(
  variables: readonly tf.Variable[],
  options: OptimizerOptions,
): Optimizer {
  const size = variables.reduce((sum, { size }) => sum + size, 0);
  const zeros = (name: string) =>
    memory("optimizer", name, () => tf.zeros([size]));
  const rule = options.kind === "sgd" ? sgd(options, zeros("momentum")) : adam(
    options,
    zeros("first_moment"),
    zeros("second_moment"),
    memory("optimizer", "step", () => tf.scalar(0)),
  );
  const weightDecay = options.weightDecay ?? 0;
  return {
    state: rule.state,
    update: (gradients, learningRate, momentum) =>
      tf.tidy(() => {
        const weights = flattened(variables); // [parameters]
        const direction = rule.direction(flattened(gradients), momentum);
        const decayed: tf.Tensor1D = weightDecay === 0
          ? direction
          : direction.add(weights.mul(weightDecay));
        const next: tf.Tensor1D = weights.sub(decayed.mul(learningRate));
        assignFlattened(variables, next);
      }),
    dispose: () => tf.dispose(rule.state as tf.Variable[]),
  };
}

/** What tells one optimizer from another: what the learning rate multiplies. */
interface Rule {
  readonly state: readonly tf.Variable[];
  /** @param gradient float32 [parameters]; so is the result. */
  direction(gradient: tf.Tensor1D, momentum?: tf.Scalar): tf.Tensor1D;
}

function sgd({ momentum }: SgdOptions, velocity: tf.Variable): Rule {
  checkRange("momentum", momentum);
  return {
    state: [velocity],
    direction(gradient, factor = tf.scalar(momentum)) {
      const next = velocity.mul(factor).add(gradient);
      velocity.assign(next);
      return gradient.add(next.mul(factor));
    },
  };
}

function adam(
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions,
  first: tf.Variable,
  second: tf.Variable,
  step: tf.Variable,
): Rule {
  checkRange("beta1", beta1);
  checkRange("beta2", beta2);
  return {
    state: [first, second, step],
    direction(gradient, momentum) {
      step.assign(step.add(1));
      const taken = momentum ? tf.sub(1, momentum) : 1 - beta1;
      first.assign(first.mul(momentum ?? beta1).add(gradient.mul(taken)));
      second.assign(second.mul(beta2).add(gradient.square().mul(1 - beta2)));
      const mean = first.div(
        correction(momentum?.log() ?? Math.log(beta1), step),
      );
      const variance = second.div(correction(Math.log(beta2), step));
      return mean.div(variance.sqrt().add(epsilon));
    },
  };
}

/**
 * 1 − βᵗ, a tensor because the step's number is one. By expm1: as written, the
 * difference keeps four digits of float32 at β = 0.999.
 */
function correction(logBeta: number | tf.Tensor, step: tf.Tensor): tf.Tensor {
  return step.mul(logBeta).expm1().neg();
}

function checkRange(name: string, value: number): void {
  if (value >= 0 && value < 1) return;
  throw new RangeError(
    `Cannot create an optimizer: ${name} must be from 0 to less than 1: current value is ${value}`,
  );
}
