import { batchesOf, epochOrder } from "../data/batches.ts";
import type { Dataset } from "../data/digits.ts";
import { pixelStatistics } from "../data/statistics.ts";
import { toDevice } from "../model/input.ts";
import { compile, setRandomSeed, tf } from "../tensorflow/mod.ts";
import { createOptimizer } from "./weights/optimizer.ts";
import type { Recipe } from "./recipes/mod.ts";
import { allVariables, trainableVariables, trainingStep } from "./step.ts";
import { takeSteps } from "./take_steps.ts";

/** Which rates are tried. */
export interface RateSearchOptions {
  /** Default 1e-5. */
  readonly from?: number;
  /** Default 1. */
  readonly to?: number;
  /** Default 200. */
  readonly steps?: number;
  /** Looked at between steps. */
  readonly signal?: AbortSignal;
}

/** What a search came to. */
export interface RateSearch {
  /** Of each step that was taken. */
  readonly rates: number[];
  /** Of each of those steps, before its update; smoothed. */
  readonly losses: number[];
  /** A tenth of the rate at which the loss was lowest. */
  readonly chosen: number;
}

/** What of the smoothed loss is kept at each step. */
const SMOOTHING = 0.95;
/** Times the lowest loss at which there is nothing left to see. */
const DIVERGED = 4;

/**
 * Searches for a learning rate: it grows by the same factor at each step, and the
 * loss falls, stays, and explodes (Smith 2015, "Cyclical Learning Rates for
 * Training Neural Networks", section 3.3). The peak of one cycle lies well below
 * the rate of the lowest loss: a tenth of it is taken, as fastai does.
 *
 * @param model As {@linkcode train} takes it; it has its weights back at the end.
 * @throws {RangeError} if the rates do not grow from above 0, in at least 2 steps.
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
  using step = compile(
    trainingStep(model, digits, pixelStatistics(train), optimizer, recipe),
  );
  const rates: number[] = [];
  const losses: number[] = [];
  let [average, lowest] = [0, Infinity];
  const rateOf = (taken: number) => from * (to / from) ** (taken / (steps - 1));
  signal?.throwIfAborted();
  const taking = takeSteps(
    step,
    endlessBatches(train.count, recipe),
    (indices, taken) => [
      tf.tensor1d(indices, "int32"),
      tf.scalar(rateOf(taken)),
    ],
  );
  for await (const { loss } of taking) {
    const taken = rates.length;
    average = SMOOTHING * average + (1 - SMOOTHING) * loss;
    // The average begins at 0; this takes that out
    const smoothed = average / (1 - SMOOTHING ** (taken + 1));
    if (!Number.isFinite(smoothed)) break;
    rates.push(rateOf(taken));
    losses.push(smoothed);
    lowest = Math.min(lowest, smoothed);
    if (smoothed > DIVERGED * lowest || rates.length === steps) break;
    signal?.throwIfAborted();
  }
  return { rates, losses, chosen: rates[losses.indexOf(lowest)] / 10 };
}

/** Epoch after epoch, without the last, short batches. */
function* endlessBatches(count: number, { batchSize, seed }: Recipe) {
  for (let epoch = 1;; epoch++) {
    const order = epochOrder(count, seed, epoch);
    const whole = count - count % batchSize;
    yield* batchesOf(whole > 0 ? order.subarray(0, whole) : order, batchSize);
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
