import type { Dataset } from "../data/digits.ts";
import type { Evaluation } from "../evaluation/score.ts";
import { cluster, type tf } from "../tensorflow/mod.ts";
import { bestEpoch, shouldStop } from "./early_stopping.ts";
import type { BatchEvent, EpochResult } from "./epoch_result.ts";
import { type FinalScores, finalScores } from "./loop/final_scores.ts";
import { endEpoch, requireFinite } from "./run_position.ts";
import {
  type PreparedRun,
  prepareRun,
  type RunInputs,
} from "./loop/prepare_run.ts";
import type { Recipe } from "./recipes/recipes.ts";
import { takeSteps } from "./take_steps.ts";
import { recomputeStatistics } from "./weights/batch_statistics.ts";

/** What a run starts from, whom it informs, and what stops it. */
export interface TrainOptions extends RunInputs {
  /** Called after each step; the next one waits for a promise. */
  onBatch?(event: BatchEvent): unknown;
  /**
   * Called after each epoch, while the model has the weights that were scored.
   *
   * @param test The answers to the test set, by which it was scored.
   */
  onEpoch?(result: EpochResult, test: Evaluation): void | Promise<void>;
  /**
   * Called at the end with the final weights' scores on both whole sets. Without it,
   * the training set is not scored.
   */
  onFinish?(scores: FinalScores): void | Promise<void>;
  /** Stops the run after the step under way. */
  readonly signal?: AbortSignal;
}

/**
 * Trains a network.
 *
 * A run that was interrupted after any step and resumed from its checkpoints ends
 * with exactly the weights and the history of an uninterrupted one, given the same
 * seed, TensorFlow, number of threads and kind of processor.
 *
 * If the recipe averages the weights, the averaged ones are scored, passed to
 * `onEpoch`, and left in the model at the end. If it stops early, the model ends
 * with the weights of the best epoch.
 *
 * @param model From float32 [batch, 28, 28, 1] to log-probabilities [batch, classes].
 * @returns Each epoch's results.
 * @throws {DOMException} named AbortError, when the signal aborts.
 * @throws {DivergenceError} if a loss is NaN or infinite.
 * @throws {RangeError} if the model has fewer classes than the dataset, if a setting of
 * the recipe is out of range, or if the recipe
 * stops early without a validation set or distils without soft targets.
 * @throws {CheckpointError} if a checkpoint can't be written or belongs to another
 * run.
 */
export async function train(
  model: tf.LayersModel,
  dataset: Dataset,
  recipe: Recipe,
  options: TrainOptions = {},
): Promise<EpochResult[]> {
  using run = prepareRun(model, dataset, recipe, options);
  const { position, average, best } = run;
  const { checkpoints, signal, onFinish } = options;
  try {
    while (!isComplete(run)) {
      await trainEpoch(run, options);
      await finishEpoch(run, options);
    }
  } catch (error) {
    // The signal is read only between steps, where the weights are consistent
    if (error === signal?.reason) await checkpoints?.save(position);
    throw error;
  }
  average?.apply();
  best?.restore();
  if (onFinish) await onFinish(await finalScores(run, signal));
  return position.history;
}

/** Whether all epochs are done, or waiting for a better one has taken too long. */
function isComplete({ recipe, position }: PreparedRun): boolean {
  const { epochs, earlyStopping } = recipe;
  const { epoch, history } = position;
  return epoch > epochs ||
    (earlyStopping !== undefined && shouldStop(history, earlyStopping));
}

/** Takes the steps of the current epoch that are still to do. */
async function trainEpoch(
  { step, plan, recipe: { epochs }, position }: PreparedRun,
  { onBatch, checkpoints, signal }: TrainOptions,
): Promise<void> {
  const { epoch } = position;
  const alone = cluster.currentCluster().size === 1;
  const steps = takeSteps(step, plan.stepsOf(epoch, position.batch), signal);
  if (alone) signal?.throwIfAborted();
  for await (const { indices, learningRate, loss, stop, seconds } of steps) {
    const { batch } = position;
    position.batch++;
    position.learningRate = learningRate;
    position.totalLoss += loss * indices.length;
    position.seconds += seconds;
    requireFinite(loss, "the loss", position);
    await onBatch?.({
      epoch,
      epochs,
      batch,
      batches: plan.stepsPerEpoch,
      loss,
      learningRate,
      seconds: position.seconds,
    });
    await checkpoints?.saveIfDue(position);
    if (alone) signal?.throwIfAborted();
    else if (stop) await endTogether(position, checkpoints, signal);
  }
}

/**
 * Ends a run in a cluster of which a task was asked to end, all after the same step.
 *
 * @throws {DOMException} named AbortError.
 */
async function endTogether(
  position: PreparedRun["position"],
  checkpoints: TrainOptions["checkpoints"],
  signal: AbortSignal | undefined,
): Promise<never> {
  await checkpoints?.save(position);
  throw signal?.aborted
    ? signal.reason
    : new DOMException("Another task was interrupted", "AbortError");
}

/** Scores the epoch's weights, and records and saves the result. */
async function finishEpoch(
  run: PreparedRun,
  { onEpoch, checkpoints, signal }: TrainOptions,
): Promise<void> {
  const { model, recipe, normalization, trainSet, testSet } = run;
  const { evaluator, average, best, position } = run;
  const { epoch, totalLoss, learningRate, seconds } = position;
  if (epoch === recipe.epochs && recipe.averaging?.recomputeStatistics) {
    await average?.update(() =>
      recomputeStatistics(model, trainSet, normalization, signal)
    );
  }
  const test = await withScoredWeights(
    run,
    () => evaluator.evaluate(testSet, { signal, shared: true }),
  );
  requireFinite(test.loss, "the loss on the test set", position);
  const result: EpochResult = {
    epoch,
    trainLoss: totalLoss / trainSet.count,
    testLoss: test.loss,
    testCorrect: test.correct,
    testCount: test.count,
    learningRate,
    seconds,
  };
  endEpoch(position, result);
  const isBest = bestEpoch(position.history) === result;
  if (best && isBest) {
    await withScoredWeights(run, async () => await best.save());
  }
  if (!best || isBest) run.answers = { epoch, test };
  await checkpoints?.save(position);
  await withScoredWeights(run, async () => await onEpoch?.(result, test));
}

/** Calls a function while the model has the averaged weights, if there are any. */
function withScoredWeights<Result>(
  { average }: PreparedRun,
  use: () => Promise<Result>,
): Promise<Result> {
  return average ? average.withAveragedWeights(use) : use();
}
