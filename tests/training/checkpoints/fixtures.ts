/** Small runs that can be stopped and resumed. @module */
import { syntheticDigits } from "../../../lib/data/mod.ts";
import type { Dataset } from "../../../lib/data/digits.ts";
import { createNetwork } from "../../../lib/model/network.ts";
import { Checkpoints } from "../../../lib/training/checkpoints/checkpoints.ts";
import type { EpochResult } from "../../../lib/training/epoch_result.ts";
import { train } from "../../../lib/training/loop.ts";
import { type Recipe, recipes } from "../../../lib/training/recipes/recipes.ts";
import { identifyRun } from "../../../lib/training/checkpoints/run_identity.ts";

/** Five batches per epoch, of eight images; the last has five. */
export const dataset: Dataset = {
  train: syntheticDigits({ count: 37, seed: 1 }),
  test: syntheticDigits({ count: 20, seed: 2 }),
  source: { kind: "synthetic", name: "synthetic digits", place: "37/20" },
};

/** Draws random numbers in the augmentation and in dropout. */
export const recipe: Recipe = {
  ...recipes.reference,
  epochs: 2,
  batchSize: 8,
  network: { channels: [2, 2, 2, 2, 4], hidden: 4, dropout: 0.1 },
  augmentation: { rotation: 10, shift: 1 },
};

/** A run's results, without the times. */
export interface Outcome {
  readonly history: Omit<EpochResult, "seconds">[];
  readonly weights: Float32Array[];
}

/** Options of {@linkcode run}. */
export interface RunOptions {
  readonly recipe?: Recipe;
  readonly data?: Dataset;
  /** Folder of checkpoints, from which it resumes. */
  readonly folder?: string;
  /** Number of steps after which it is stopped. */
  readonly stopAfter?: number;
  readonly recorded?: boolean;
  /** Seeds the initial weights, which a checkpoint replaces. */
  readonly weightsSeed?: number;
  readonly everySeconds?: number;
}

/**
 * Trains, from the newest checkpoint if there is one.
 *
 * @returns Its results; undefined if it was stopped.
 */
export async function run(
  options: RunOptions = {},
): Promise<Outcome | undefined> {
  const { recipe: used = recipe, data = dataset, folder } = options;
  const { everySeconds, recorded } = options;
  const controller = new AbortController();
  let steps = 0;
  const stopIfEnough = () => {
    if (steps === options.stopAfter) controller.abort();
  };
  const model = createNetwork(used.network, options.weightsSeed ?? used.seed);
  try {
    const checkpoints = folder === undefined
      ? undefined
      : await Checkpoints.open(folder, identifyRun(data, used), {
        everySeconds,
      });
    stopIfEnough();
    const history = await train(model, data, used, {
      checkpoints,
      recorded,
      signal: controller.signal,
      onBatch: () => {
        steps++;
        stopIfEnough();
      },
    });
    return {
      history: history.map(({ seconds: _, ...result }) => result),
      weights: model.getWeights().map((w) => w.dataSync<"float32">().slice()),
    };
  } catch (error) {
    if (error === controller.signal.reason) return undefined;
    throw error;
  } finally {
    model.dispose();
  }
}
