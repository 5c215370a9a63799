import { batchCount, batchesOf, epochOrder } from "../data/batches.ts";
import type { Dataset } from "../data/digits.ts";
import { pixelStatistics } from "../data/statistics.ts";
import { Evaluator } from "../evaluation/evaluate.ts";
import { toDevice } from "../model/input.ts";
import { compile, setRandomSeed, tf } from "../tensorflow/mod.ts";
import { createStrength } from "./augmentation/augment.ts";
import { createAverage, type WeightAverage } from "./weights/average.ts";
import { recomputeStatistics } from "./weights/batch_statistics.ts";
import type { Checkpoints } from "./checkpoints/checkpoints.ts";
import { teachingOf } from "./distillation.ts";
import { bestEpoch, createBestWeights, hasWaited } from "./early_stopping.ts";
import { createOptimizer } from "./weights/optimizer.ts";
import type { EpochResult } from "./epoch.ts";
import { endEpoch, requireFinite, startOfRun } from "./position.ts";
import type { Recipe } from "./recipes/mod.ts";
import { createMomentumSchedule, createSchedule } from "./schedule.ts";
import type { SoftTargets } from "./soft_targets.ts";
import { allVariables, trainableVariables, trainingStep } from "./step.ts";
import { takeSteps } from "./take_steps.ts";

/** A step that has been taken. */
export interface BatchEvent {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** From 0. */
  readonly batch: number;
  readonly batches: number;
  readonly loss: number;
  /** Spent on the epoch's steps so far. */
  readonly seconds: number;
}

/** What a run tells while it goes on, how it is stopped and goes on later. */
export interface TrainingEvents {
  /** A promise is waited for before the next step takes effect. */
  onBatch?(event: BatchEvent): unknown;
  onEpoch?(result: EpochResult): void | Promise<void>;
  /** Looked at between batches. */
  readonly signal?: AbortSignal;
  /** Where the run goes on from, and what it may go on from later. */
  readonly checkpoints?: Checkpoints;
  /** What a recipe with distillation learns from. */
  readonly softTargets?: SoftTargets;
  /** False runs the step op by op: slower, and rounded elsewhere. Default true. */
  readonly recorded?: boolean;
}

/**
 * Trains a network.
 *
 * With checkpoints, a run that was stopped after any step ends with the weights
 * and the history of one that was not: bit for bit with the same seed, TensorFlow
 * and threads on processors of the same kind. Where the recipe averages the
 * weights, the averaged ones are scored, are the model's while `onEpoch` is called,
 * and stay its at the end. Where it stops early, the run ends with the weights of
 * the best epoch.
 *
 * @param model From float32 [batch, 28, 28, 1] to log-probabilities [batch, 10].
 * @returns What each epoch came to.
 * @throws {DOMException} named AbortError, when the signal aborts.
 * @throws {DivergenceError} if a loss is NaN or infinite.
 * @throws {RangeError} if the recipe can't be trained, stops early without a
 * validation set, or learns from soft targets and they are missing.
 * @throws {CheckpointError} if a checkpoint can't be written, or is not of this
 * run.
 */
export async function train(
  model: tf.LayersModel,
  dataset: Dataset,
  recipe: Recipe,
  { onBatch, onEpoch, signal, checkpoints, softTargets, recorded }:
    TrainingEvents = {},
): Promise<EpochResult[]> {
  const { epochs, batchSize, seed } = recipe;
  setRandomSeed(seed);
  const normalization = pixelStatistics(dataset.train);
  using cleanup = new DisposableStack();
  const trainSet = cleanup.adopt(
    toDevice(dataset.train),
    (digits) => digits.dispose(),
  );
  const teaching = teachingOf(
    recipe.distillation,
    softTargets,
    trainSet.count,
  );
  cleanup.defer(() => teaching?.dispose());
  const optimizer = cleanup.adopt(
    createOptimizer(trainableVariables(model), recipe.optimizer),
    (optimizer) => optimizer.dispose(),
  );
  const average = recipe.averaging && cleanup.adopt(
    createAverage(allVariables(model), recipe.averaging),
    (average) => average.dispose(),
  );
  const { augmentation, labelSmoothing, earlyStopping } = recipe;
  const best = earlyStopping && cleanup.adopt(
    createBestWeights(allVariables(model), earlyStopping, dataset),
    (best) => best.dispose(),
  );
  using step = compile(
    trainingStep(model, trainSet, normalization, optimizer, {
      augmentation,
      labelSmoothing,
      teaching,
      average,
    }),
    { record: recorded, bfloat16: recipe.precision === "bfloat16" },
  );
  using evaluator = new Evaluator(model, normalization);
  const batches = batchCount(trainSet.count, batchSize);
  const steps = epochs * batches;
  const at = checkpoints?.restore(model, { optimizer, average, best }) ??
    startOfRun();
  const rateOf = createSchedule(recipe.schedule, steps, batches, at.history);
  const momentumOf = createMomentumSchedule(recipe.schedule, steps);
  const strengthOf = augmentation && createStrength(augmentation, steps);
  const whileAveraged: WeightAverage["during"] = (use) =>
    average ? average.during(use) : use();
  try {
    const waited = () => earlyStopping && hasWaited(at.history, earlyStopping);
    while (at.epoch <= epochs && !waited()) {
      const { epoch } = at;
      const order = epochOrder(trainSet.count, seed, epoch);
      const first = (epoch - 1) * batches + at.batch;
      const version = teaching && (epoch - 1) % teaching.targets.versions;
      const steps = takeSteps(
        step,
        batchesOf(order, batchSize, { from: at.batch }),
        (indices, index) => [
          tf.tensor1d(indices, "int32"),
          tf.scalar(rateOf(first + index)),
          {
            ...momentumOf && { momentum: tf.scalar(momentumOf(first + index)) },
            ...strengthOf && { strength: tf.scalar(strengthOf(first + index)) },
            ...version !== undefined &&
              { version: tf.scalar(version, "int32") },
          },
        ],
      );
      signal?.throwIfAborted();
      for await (const { batch: indices, loss, seconds: spent } of steps) {
        const { batch } = at;
        at.learningRate = rateOf((epoch - 1) * batches + batch);
        at.batch++;
        at.totalLoss += loss * indices.length;
        at.seconds += spent;
        requireFinite(loss, "the loss", at);
        const { seconds } = at;
        await onBatch?.({ epoch, epochs, batch, batches, loss, seconds });
        await checkpoints?.saveIfDue(at);
        signal?.throwIfAborted();
      }
      if (epoch === epochs && recipe.averaging?.recomputeStatistics) {
        await average?.change(() =>
          recomputeStatistics(model, trainSet, normalization, signal)
        );
      }
      const test = await whileAveraged(() =>
        evaluator.evaluate(dataset.test, { signal })
      );
      requireFinite(test.loss, "the loss on the test set", at);
      const result: EpochResult = {
        epoch,
        trainLoss: at.totalLoss / trainSet.count,
        testLoss: test.loss,
        testCorrect: test.correct,
        testCount: test.count,
        learningRate: at.learningRate,
        seconds: at.seconds,
      };
      endEpoch(at, result);
      if (best && bestEpoch(at.history) === result) {
        await whileAveraged(async () => await best.keep());
      }
      await checkpoints?.save(at);
      await whileAveraged(async () => await onEpoch?.(result));
    }
    average?.apply();
    best?.restore();
  } catch (error) {
    // The signal is looked at between steps, where all is whole
    if (error === signal?.reason) await checkpoints?.save(at);
    throw error;
  }
  return at.history;
}
