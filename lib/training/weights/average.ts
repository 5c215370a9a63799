import { tf } from "../../tensorflow/mod.ts";
import { stateVariable } from "./variables.ts";
import { assignVector, toVector } from "./vector.ts";

/** How the weights are averaged over the steps. */
export interface AverageOptions {
  /** The share of the average that each step keeps, from 0 to less than 1. */
  readonly decay: number;
  /**
   * Whether the last epoch ends by recomputing batch normalization's means and
   * variances for the averaged weights, from the unaugmented training images
   * (`recomputeStatistics()`). Until then, or without this option, they are
   * averaged like the weights.
   */
  readonly recomputeStatistics?: boolean;
}

/** A running average of a model's weights. */
export interface WeightAverage {
  /** Adds the model's current weights to the average; recorded with the step. */
  accumulate(): void;
  /** Calls a function while the model has the averaged weights. */
  withAveragedWeights<Result>(use: () => Promise<Result>): Promise<Result>;
  /**
   * Loads the averaged weights into the model, runs `edit`, and stores the result
   * as the average; nothing changes if `edit` throws. The model has its own
   * weights again afterwards.
   */
  update(edit: () => Promise<void>): Promise<void>;
  /** Gives the model the averaged weights for good. */
  apply(): void;
  /** The variables that a checkpoint saves. */
  readonly state: readonly tf.Variable[];
  dispose(): void;
}

/**
 * An exponential moving average of weights (after Polyak and Juditsky 1992):
 * a ← d·a + (1 − d)·w with d = min(decay, (1 + t) / (10 + t)) at step t, counted
 * from 1. The smaller d of the first steps forgets the initial weights quickly,
 * as in TensorFlow's ExponentialMovingAverage.
 *
 * @param weights All of the model's, batch normalization's moving mean and
 * variance included: those of the last few steps would not fit weights that are
 * averaged over many.
 * @throws {RangeError} if the decay is out of its range.
 */
export function createAverage(
  weights: readonly tf.Variable[],
  { decay }: AverageOptions,
): WeightAverage {
  if (!(decay >= 0 && decay < 1)) {
    throw new RangeError(
      `Cannot average weights: decay must be from 0 to less than 1: current value is ${decay}`,
    );
  }
  const average = stateVariable(
    "average",
    "weights",
    () => toVector(weights),
  ) as
    & tf.Variable
    & tf.Tensor1D; // [all values]
  const step = stateVariable("average", "step", () => tf.scalar(0));
  const apply = () => assignVector(weights, average);
  const withAveragedWeights: WeightAverage["withAveragedWeights"] = async (
    use,
  ) => {
    const own = weights.map((weight) => weight.clone());
    try {
      apply();
      return await use();
    } finally {
      weights.forEach((weight, index) => weight.assign(own[index]));
      tf.dispose(own);
    }
  };
  return {
    state: [average, step],
    accumulate: () =>
      tf.tidy(() => {
        const count = step.add(1);
        const kept = tf.minimum(decay, count.add(1).div(count.add(10)));
        const current = toVector(weights); // [all values]
        step.assign(count);
        average.assign(current.add(average.sub(current).mul(kept)));
      }),
    update: (edit) =>
      withAveragedWeights(async () => {
        await edit();
        tf.tidy(() => average.assign(toVector(weights)));
      }),
    apply,
    withAveragedWeights,
    dispose: () => tf.dispose([average, step]),
  };
}
