/**
 * Early stopping: training ends when the validation score stops improving, and the
 * model gets the best epoch's weights back (Prechelt 1998, "Early stopping – but
 * when?").
 *
 * @module
 */
import type { Dataset } from "../data/digits.ts";
import type { tf } from "../tensorflow/mod.ts";
import type { EpochResult } from "./epoch_result.ts";
import { stateVariable } from "./weights/variables.ts";
import { assignVector, toVector } from "./weights/vector.ts";

/** When a run ends before its last epoch. */
export interface EarlyStoppingOptions {
  /** Number of epochs in a row without a better validation score. */
  readonly patience: number;
}

/** A copy of the best epoch's weights. */
export interface BestWeights {
  /** Replaces the copy by the model's current weights. */
  save(): void;
  /** Gives the copy back to the model. */
  restore(): void;
  /** The variable that a checkpoint saves. */
  readonly state: readonly tf.Variable[];
  dispose(): void;
}

/** The epoch with the most correct answers, the first if several have as many. */
export function bestEpoch(
  history: readonly EpochResult[],
): EpochResult | undefined {
  return history.reduce<EpochResult | undefined>(
    (best, result) =>
      best && best.testCorrect >= result.testCorrect ? best : result,
    undefined,
  );
}

/** Whether the last `patience` epochs were all no better than the best before. */
export function shouldStop(
  history: readonly EpochResult[],
  { patience }: EarlyStoppingOptions,
): boolean {
  const best = bestEpoch(history);
  return best !== undefined && history.length - best.epoch >= patience;
}

/**
 * Allocates the copy of the best weights.
 *
 * @param weights All of the model's.
 * @throws {RangeError} if the patience is not a whole number of at least 1, or if the
 * dataset has no validation set: a test set that chose the epoch could no longer
 * score it fairly.
 */
export function createBestWeights(
  weights: readonly tf.Variable[],
  { patience }: EarlyStoppingOptions,
  { source }: Pick<Dataset, "source">,
): BestWeights {
  if (!Number.isSafeInteger(patience) || patience < 1) {
    throw new RangeError(
      `Cannot stop early: patience must be a whole number of at least 1: current value is ${patience}`,
    );
  }
  if (source.heldOut !== "validation") {
    throw new RangeError(
      "Cannot stop early: it needs a validation set: current choice would be by the test set; use validationDataset(), or --validation on the command line",
    );
  }
  const best = stateVariable("best", "weights", () => toVector(weights)) as
    & tf.Variable
    & tf.Tensor1D; // [all values]
  return {
    state: [best],
    save: () => {
      const current = toVector(weights);
      best.assign(current);
      current.dispose();
    },
    restore: () => assignVector(weights, best),
    dispose: () => best.dispose(),
  };
}
