import { batchesOf, epochOrder } from "../data/batches.ts";
import type { Dataset } from "../data/digits.ts";
import { pixelStatistics } from "../data/statistics.ts";
import { toDevice } from "../model/input.ts";
import { compile, setRandomSeed, tf } from "../tensorflow/mod.ts";
import type { Recipe } from "./recipes/recipes.ts";
import { trainingStep } from "./training_step.ts";
import { type PlannedStep, takeSteps } from "./take_steps.ts";
import { createOptimizer } from "./weights/optimizer.ts";
import { allVariables, trainableVariables } from "./weights/variables.ts";

/** Which learning rates to try. */
export interface RateSearchOptions {
  /** The first and lowest rate. Default 1e-5. */
  readonly from?: number;
  /** The last and highest rate. Default 1. */
  readonly to?: number;
  /** Default 200. */
  readonly steps?: number;
  /** Stops the search after the step under way. */
  readonly signal?: AbortSignal;
}

/** The result of a search. */
export interface RateSearch {
  /** The learning rate of each step. */
  readonly rates: number[];
  /** The smoothed loss of each step, from before its update. */
  readonly losses: number[];
  /** A tenth of the rate with the lowest loss. */
  readonly chosen: number;
}

/** Share of the smoothed loss that each step keeps. */
const SMOOTHING = 0.95;
/** The search ends when the loss exceeds its minimum by this factor. */
const DIVERGED = 4;

/**
 * Searches for a learning rate by a range test: the rate grows by a constant factor
 * from step to step, while the loss falls, levels off and explodes (Smith 2015,
 * "Cyclical Learning Rates for Training Neural Networks", section 3.3). A good peak
 * is well below the rate of the lowest loss; like fastai, the search chooses a tenth.
 *
 * @param model A model as {@linkcode train} takes it; it gets its weights back.
 * @throws {RangeError} unless the rates grow from above 0, in at least 2 steps.
 * @throws {DOMException} named AbortError, when the signal aborts.
 */
export async function findLearningRate(
  model: tf.LayersModel,
  { train }: Pick<Dataset, "train">,
  recipe: Recipe,
  { from = 1e-5, to = 1, steps = 200, signal }: RateSearchOptions = {},
): Promise<RateSearch> {
  requireRange(from, to, steps);
  setRandomSeed(recipe.seed);
  using cleanup = new DisposableStack();
  const weights = allVariables(model);
  const before = weights.map((weight) => weight.clone());
  cleanup.defer(() => {
    weights.forEach((weight, index) => weight.assign(before[index]));
    tf.dispose(before);
  });
  const digits = cleanup.adopt(toDevice(train), (digits) => digits.dispose());
  const optimizer = cleanup.adopt(
    createOptimizer(trainableVariables(model), recipe.optimizer),
    (optimizer) => optimizer.dispose(),
  );
  const { augmentation, labelSmoothing } = recipe;
  using step = compile(
    trainingStep(model, digits, pixelStatistics(train), optimizer, {
      augmentation,
      labelSmoothing,
    }),
  );
  const rates: number[] = [];
  const losses: number[] = [];
  let [average, lowest] = [0, Infinity];
  const rateOf = (index: number) => from * (to / from) ** (index / (steps - 1));
  const plan = planSteps(train.count, recipe, rateOf);
  signal?.throwIfAborted();
  for await (const { loss, learningRate } of takeSteps(step, plan)) {
    average = SMOOTHING * average + (1 - SMOOTHING) * loss;
    // Corrects the bias of an average that starts at 0
    const smoothed = average / (1 - SMOOTHING ** (rates.length + 1));
    if (!Number.isFinite(smoothed)) break;
    rates.push(learningRate);
    losses.push(smoothed);
    lowest = Math.min(lowest, smoothed);
    if (smoothed > DIVERGED * lowest || rates.length === steps) break;
    signal?.throwIfAborted();
  }
  return { rates, losses, chosen: rates[losses.indexOf(lowest)] / 10 };
}

/** Steps without end, epoch after epoch; the short last batches are left out. */
function* planSteps(
  count: number,
  { batchSize, seed }: Recipe,
  rateOf: (index: number) => number,
): Generator<PlannedStep, never> {
  let index = 0;
  for (let epoch = 1;; epoch++) {
    const order = epochOrder(count, seed, epoch);
    const whole = count - count % batchSize;
    const images = whole > 0 ? order.subarray(0, whole) : order;
    for (const indices of batchesOf(images, batchSize)) {
      yield { indices, learningRate: rateOf(index++) };
    }
  }
}

function requireRange(from: number, to: number, steps: number): void {
  const fault = !(from > 0 && from < to && to < Infinity)
    ? `rates must grow from above 0: current values are ${from} to ${to}`
    : !(Number.isSafeInteger(steps) && steps >= 2)
    ? `steps must be a whole number of at least 2: current value is ${steps}`
    : undefined;
  if (fault === undefined) return;
  throw new RangeError(`Cannot search for a learning rate: ${fault}`);
}
