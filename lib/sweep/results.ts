/** A sweep's results in one file, small enough for the repository. @module */
import { trainableParameters } from "../model/parameters.ts";
import type { Recipe } from "../training/recipes/recipes.ts";
import type { FinishedRecord } from "../runs/record.ts";
import { SweepError } from "./errors.ts";
import type { SweepConfig } from "./config.ts";
import type { Variant } from "./variants.ts";

/** One run's results, with the weights of the last epoch, not of the best. */
export interface RunResult {
  readonly seed: number;
  /** Images of the scored set that are classified correctly. */
  readonly correct: number;
  /** Mean negative log-likelihood over that set. */
  readonly loss: number;
  /** Training images that are classified correctly. */
  readonly trainCorrect: number;
  /** Spent on training steps, evaluation left out. */
  readonly seconds: number;
  /** `correct` and the training loss after each epoch. */
  readonly correctByEpoch: readonly number[];
  readonly trainLossByEpoch: readonly number[];
}

/** One setting and its results. */
export interface VariantResult {
  readonly name: string;
  readonly changes: Variant["changes"];
  /** Number of trainable parameters. */
  readonly parameters: number;
  readonly recipe: Omit<Recipe, "seed">;
  /** The finished runs, in the order of the sweep's seeds. */
  readonly runs: readonly RunResult[];
}

/** The content of `results.json`. */
export interface SweepResults {
  readonly name: string;
  readonly split: SweepConfig["split"];
  readonly seeds: readonly number[];
  readonly data: {
    readonly name: string;
    readonly trainCount: number;
    /** Number of images that trials are scored on. */
    readonly testCount: number;
  };
  readonly versions: Readonly<Record<string, string>>;
  readonly variants: readonly VariantResult[];
}

/**
 * Gathers the results of a sweep's finished trials.
 *
 * @param finished The settings and their finished trials, at least one in all.
 * @throws {SweepError} if some trials are on other data than others.
 */
export function gatherResults(
  name: string,
  { split, seeds }: SweepConfig,
  finished: readonly {
    readonly variant: Variant;
    readonly trials: readonly FinishedRecord[];
  }[],
): SweepResults {
  const [{ config }, ...others] = finished.flatMap(({ trials }) => trials);
  const other = others.find(({ config: { data } }) =>
    data.sha256 !== config.data.sha256
  );
  if (other) {
    throw new SweepError(
      `Cannot compare the trials of sweep "${name}": all must be on the same digits: some are on ${config.data.name} (${config.data.place}), others on ${other.config.data.name} (${other.config.data.place}); sweep into another folder with --out`,
    );
  }
  const { data: { name: source, trainCount, testCount }, versions } = config;
  return {
    name,
    split,
    seeds,
    data: { name: source, trainCount, testCount },
    versions,
    variants: finished.map(({ variant, trials }) => {
      const { seed: _, ...recipe } = variant.recipe;
      return {
        name: variant.name,
        changes: variant.changes,
        parameters: trainableParameters(recipe.network),
        recipe,
        runs: trials.map(resultOf),
      };
    }),
  };
}

function resultOf({ config, history }: FinishedRecord): RunResult {
  const { final: { train, test }, epochs } = history;
  return {
    seed: config.recipe.seed,
    correct: test.correct,
    loss: rounded(test.loss),
    trainCorrect: train.correct,
    seconds: Math.round(epochs.reduce((sum, { seconds }) => sum + seconds, 0)),
    correctByEpoch: epochs.map(({ testCorrect }) => testCorrect),
    trainLossByEpoch: epochs.map(({ trainLoss }) => rounded(trainLoss)),
  };
}

/** To four digits: more are noise and make the file large. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
