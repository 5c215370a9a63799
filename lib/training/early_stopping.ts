/**
 * Stopping by the validation set, and going back to the best weights (Prechelt
 * 1998, "Early stopping – but when?").
 *
 * @module
 */
import type { Dataset } from "../data/digits.ts";
import type { tf } from "../tensorflow/mod.ts";
import type { EpochResult } from "./epoch.ts";
import { assignFlattened, flattened, memory } from "./weights/vector.ts";

/** When a run ends before its last epoch. */
export interface EarlyStoppingOptions {
  /** Epochs in a row that may bring no more right answers than the best. */
  readonly patience: number;
}

/** A copy of the weights as they were after the best epoch. */
export interface BestWeights {
  /** Takes the weights as they are now. */
  keep(): void;
  /** Gives them back to the model. */
  restore(): void;
  /** Its memory, to be saved with a checkpoint. */
  readonly state: readonly tf.Variable[];
  dispose(): void;
}

/** The epoch with the most right answers, the first of equals. */
export function bestEpoch(
  history: readonly EpochResult[],
): EpochResult | undefined {
  return history.reduce<EpochResult | undefined>(
    (best, result) =>
      best && best.testCorrect >= result.testCorrect ? best : result,
    undefined,
  );
}

/** Whether a run has waited long enough for a better epoch. */
export function hasWaited(
  history: readonly EpochResult[],
  { patience }: EarlyStoppingOptions,
): boolean {
  const best = bestEpoch(history);
  return best !== undefined && history.length - best.epoch >= patience;
}

/**
 * Makes room for the best weights.
 *
 * @param weights All of the model's.
 * @throws {RangeError} if the patience is not a whole number of at least 1, or the
 * data has no validation set: what the test set has chosen, it can't score.
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
  const best = memory("best", "weights", () => flattened(weights)) as
    & tf.Variable
    & tf.Tensor1D; // [all weights]
  return {
    state: [best],
    keep: () => {
      const now = flattened(weights);
      best.assign(now);
      now.dispose();
    },
    restore: () => assignFlattened(weights, best),
    dispose: () => best.dispose(),
  };
}
