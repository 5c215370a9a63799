import { tf } from "../../tensorflow/mod.ts";
import { stateVariable } from "./variables.ts";
import { assignVector, toVector } from "./vector.ts";

/** Stochastic gradient descent with Nesterov's momentum. */
export interface SgdOptions {
  readonly kind: "sgd";
  readonly momentum: number;
  /** Decoupled weight decay: each step shrinks weights by learning rate × this. */
  readonly weightDecay?: number;
}

/** Adam; with weight decay, AdamW. */
export interface AdamOptions {
  readonly kind: "adam";
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** Decoupled weight decay, as in AdamW. */
  readonly weightDecay?: number;
}

/** Which optimizer, and its settings. */
export type OptimizerOptions = SgdOptions | AdamOptions;

/** An optimizer that treats all parameters as one vector. */
export interface Optimizer {
  /**
   * Assigns every variable its next value.
   *
   * @param gradients One for each variable, in the same order.
   * @param learningRate A tensor, so that it can change from call to call of a
   * recorded step.
   * @param momentum Overrides the options' momentum or beta1.
   */
  update(
    gradients: tf.Tensor[],
    learningRate: tf.Scalar,
    momentum?: tf.Scalar,
  ): void;
  /** The variables that a checkpoint saves. */
  readonly state: readonly tf.Variable[];
  dispose(): void;
}

/**
 * Creates an optimizer for these variables.
 *
 * SGD with Nesterov's momentum: v ← μv + g, w ← w − η(g + μv) (Sutskever et al.
 * 2013, in PyTorch's form). Adam: Kingma and Ba 2015, algorithm 1; decoupled weight
 * decay: Loshchilov and Hutter 2019, algorithm 2. If beta1 changes from step to
 * step, Adam corrects its bias by the current value, as PyTorch does.
 *
 * @throws {RangeError} if momentum, beta1 or beta2 is out of its range.
 */
export function createOptimizer(
  variables: readonly tf.Variable[],
  options: OptimizerOptions,
): Optimizer {
  const size = variables.reduce((sum, { size }) => sum + size, 0);
  const zeros = (name: string) =>
    stateVariable("optimizer", name, () => tf.zeros([size]));
  const rule = options.kind === "sgd" ? sgd(options, zeros("momentum")) : adam(
    options,
    zeros("first_moment"),
    zeros("second_moment"),
    stateVariable("optimizer", "step", () => tf.scalar(0)),
  );
  const weightDecay = options.weightDecay ?? 0;
  return {
    state: rule.state,
    update: (gradients, learningRate, momentum) =>
      tf.tidy(() => {
        const weights = toVector(variables); // [parameters]
        const direction = rule.direction(toVector(gradients), momentum);
        const decayed: tf.Tensor1D = weightDecay === 0
          ? direction
          : direction.add(weights.mul(weightDecay));
        const next: tf.Tensor1D = weights.sub(decayed.mul(learningRate));
        assignVector(variables, next);
      }),
    dispose: () => tf.dispose(rule.state as tf.Variable[]),
  };
}

/** What distinguishes the optimizers: the direction that the learning rate scales. */
interface UpdateRule {
  readonly state: readonly tf.Variable[];
  /**
   * @param gradient float32 [parameters].
   * @returns float32 [parameters], to be subtracted from the weights.
   */
  direction(gradient: tf.Tensor1D, momentum?: tf.Scalar): tf.Tensor1D;
}

function sgd({ momentum }: SgdOptions, velocity: tf.Variable): UpdateRule {
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
): UpdateRule {
  checkRange("beta1", beta1);
  checkRange("beta2", beta2);
  return {
    state: [first, second, step],
    direction(gradient, momentum) {
      step.assign(step.add(1));
      const share = momentum ? tf.sub(1, momentum) : 1 - beta1;
      first.assign(first.mul(momentum ?? beta1).add(gradient.mul(share)));
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
 * Adam's bias correction, 1 − βᵗ. Computed by expm1, because the plain difference
 * keeps only four digits of float32 at β = 0.999.
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
