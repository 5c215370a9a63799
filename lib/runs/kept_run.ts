/** A run that is kept in a folder, as notebooks start it and go on with it. @module */
import type { Dataset } from "../data/digits.ts";
import type { tf } from "../tensorflow/mod.ts";
import type { TensorFlow } from "../tensorflow/init.ts";
import { Checkpoints } from "../training/checkpoints/checkpoints.ts";
import { identifyRun } from "../training/checkpoints/run_identity.ts";
import type { EpochResult } from "../training/epoch_result.ts";
import { CheckpointError } from "../training/errors.ts";
import { train, type TrainOptions } from "../training/loop.ts";
import type { Recipe } from "../training/recipes/recipes.ts";
import type { Position } from "../training/run_position.ts";
import { RunFolder } from "./folder.ts";
import { lockRun } from "./lock.ts";

/** What a run trains on, and how. */
export interface RunPlan {
  readonly dataset: Dataset;
  readonly recipe: Recipe;
}

/**
 * Creates the folder of a new run, named by the time, and writes what the run starts
 * with.
 *
 * @param under The folder of all runs.
 * @param engine What `init()` returned.
 * @throws {ModelError} if it can't be created or written.
 */
export async function startRun(
  under: string,
  { dataset, recipe }: RunPlan,
  { version, device }: Pick<TensorFlow, "version" | "device">,
): Promise<RunFolder> {
  const identity = identifyRun(dataset, recipe);
  return await RunFolder.create({ under }, {
    ...identity,
    started: new Date().toISOString(),
    data: { ...dataset.source, ...identity.data },
    backend: `TensorFlow ${version} on the ${device}`,
    versions: { deno: Deno.version.deno, tensorflow: version },
  });
}

/** Whom `trainInRun()` informs, and what stops it. */
export interface KeptRunOptions
  extends Pick<TrainOptions, "onBatch" | "signal"> {
  /** Called before the first step, if the run goes on from a checkpoint. */
  onResume?(position: Readonly<Position>): unknown;
}

/**
 * Trains a network, and keeps each epoch's results and weights in the run's folder.
 * Called again after it was stopped, it goes on from the last checkpoint to the same
 * numbers. While it trains, no other process can go on with the run.
 *
 * @param model As it was when the run started, or as it is after a stop.
 * @returns Each epoch's results.
 * @throws {CheckpointError} if another process trains in the folder, or a checkpoint
 * can't be read or written.
 * @throws {ModelError} if an epoch can't be saved.
 * @throws {DOMException} named AbortError, when the signal aborts.
 * @throws {DivergenceError} if a loss is NaN or infinite.
 */
export async function trainInRun(
  run: RunFolder,
  model: tf.LayersModel,
  { dataset, recipe }: RunPlan,
  { onResume, ...options }: KeptRunOptions = {},
): Promise<EpochResult[]> {
  using lock = await lockRun(run.path);
  if (!lock) {
    throw new CheckpointError(
      `Cannot train in "${run.path}": it must be free: another process trains in it; stop that one or wait for its end`,
    );
  }
  const identity = identifyRun(dataset, recipe);
  const checkpoints = await Checkpoints.open(run.checkpoints, identity);
  if (checkpoints.stored) {
    await onResume?.(checkpoints.stored.checkpoint.position);
  }
  return await train(model, dataset, recipe, {
    ...options,
    checkpoints,
    onEpoch: (result) => run.keepEpoch(result, model),
  });
}
