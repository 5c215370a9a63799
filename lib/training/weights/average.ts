import { tf } from "../../tensorflow/mod.ts";
import { assignFlattened, flattened, memory } from "./vector.ts";

/** How the weights are averaged over the steps. */
export interface AverageOptions {
  /** What stays of the average at each step, from 0 to less than 1. */
  readonly decay: number;
  /**
   * Whether batch normalization's means and variances are computed anew for the
   * averaged weights, from the training images as they are, when the last of all
   * epochs ends (`recomputeStatistics()`). Otherwise, and before, they are averaged as
   * the weights are.
   */
  readonly recomputeStatistics?: boolean;
}

/** A running average of a model's weights, all of them as one vector. */
export interface WeightAverage {
  /** Takes in the weights as they are now; to be recorded with the step. */
  update(): void;
  /** Calls a function while the model has the averaged weights. */
  during<Result>(use: () => Promise<Result>): Promise<Result>;
  /** Changes the averaged weights by a function that changes the model's; not if it throws. */
  change(change: () => Promise<void>): Promise<void>;
  /** Gives the model the averaged weights for good. */
  apply(): void;
  /** Its memory, to be saved with a checkpoint. */
  readonly state: readonly tf.Variable[];
  dispose(): void;
}

/**
 * An exponential moving average of weights (Polyak and Juditsky 1992, in the
 * exponential form), a ← d·a + (1 − d)·w with d = min(decay, (1 + t) / (10 + t))
 * at step t, from 1: as in TensorFlow's ExponentialMovingAverage, so that the
 * initial weights are soon forgotten.
 *
 * @param weights All of the model's, batch normalization's moving mean and
 * variance too: these were taken under the weights of the last few steps, and
 * would not fit weights that are averaged over many.
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
  const average = memory("average", "weights", () => flattened(weights)) as
    & tf.Variable
    & tf.Tensor1D; // [all weights]
  const step = memory("average", "step", () => tf.scalar(0));
  const apply = () => assignFlattened(weights, average);
  const during: WeightAverage["during"] = async (use) => {
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
    update: () =>
      tf.tidy(() => {
        const count = step.add(1);
        const kept = tf.minimum(decay, count.add(1).div(count.add(10)));
        const now = flattened(weights);
        step.assign(count);
        average.assign(now.add(average.sub(now).mul(kept)));
      }),
    change: (change) =>
      during(async () => {
        await change();
        tf.tidy(() => average.assign(flattened(weights)));
      }),
    apply,
    during,
    dispose: () => tf.dispose([average, step]),
  };
}
