/** The folder, the lock and the checkpoints of the run that a command trains. @module */
import { resolve } from "node:path";
import { RunFolder } from "../../runs/folder.ts";
import { lockRun } from "../../runs/lock.ts";
import type { RunConfig } from "../../runs/record.ts";
import { cluster, tf } from "../../tensorflow/mod.ts";
import type { SelectedBackend } from "../../tensorflow/select_backend.ts";
import { Checkpoints } from "../../training/checkpoints/checkpoints.ts";
import type { StartOptions } from "../../training/checkpoints/header.ts";
import { CheckpointStore } from "../../training/checkpoints/store.ts";
import { CheckpointError } from "../../training/errors.ts";
import { runsFolder } from "../command/folders.ts";
import type { ResumableRun } from "./find_resumable_run.ts";
import type { TrainingData } from "./prepare_data.ts";
import { restoreFolder } from "./restore_run.ts";

/** A run that this process alone trains until it is disposed. */
export interface OpenRun extends Disposable {
  readonly folder: RunFolder;
  readonly checkpoints: Checkpoints;
}

/** What a run is opened with. */
export interface OpenRunOptions {
  /** Folder of a new run; without it, one of its own name under data/runs. */
  readonly out?: string;
  readonly start: StartOptions;
  readonly resumed?: ResumableRun;
  readonly data: TrainingData;
  readonly backend: SelectedBackend;
}

/**
 * Makes the folder of a new run, or restores that of a resumed one.
 *
 * @param model Gets the weights of a resumed run's last epoch.
 * @throws {ModelError} if the folder can't be made or written.
 * @throws {CheckpointError} if the checkpoint is of another run or architecture, or
 * another process locked the folder first.
 */
export async function openRun(
  model: tf.LayersModel,
  { out, start, resumed, data, backend }: OpenRunOptions,
): Promise<OpenRun> {
  const { kind, place } = data.dataset.source;
  const started = {
    ...start,
    ...kind !== "synthetic" && { data: resolve(place) },
    engine: engineOf(backend),
  };
  const config = configOf(data, backend, started);
  const folder = resumed
    ? await restoreFolder(resumed, config, model)
    : await RunFolder.create(
      out === undefined ? { under: runsFolder() } : { out },
      config,
    );
  const lock = resumed?.lock ?? await lockNewRun(folder.path);
  const checkpoints = new Checkpoints(
    resumed?.store ?? new CheckpointStore(folder.checkpoints),
    data.identity,
    resumed?.stored,
    { start: started },
  );
  return {
    folder,
    checkpoints,
    [Symbol.dispose]: () => lock[Symbol.dispose](),
  };
}

/** @throws {CheckpointError} if another process locked it first, with `--resume`. */
async function lockNewRun(path: string): Promise<Disposable> {
  const lock = await lockRun(path);
  if (lock) return lock;
  throw new CheckpointError(
    `Cannot train in "${path}": it must be free: another process is training in it; start the run again, in another folder`,
  );
}

function configOf(
  { dataset, identity }: TrainingData,
  { description, tensorFlow }: SelectedBackend,
  start: StartOptions,
): RunConfig {
  const { recipe, data, normalization, softTargets } = identity;
  return {
    started: new Date().toISOString(),
    recipe,
    data: { ...dataset.source, ...data },
    normalization,
    ...softTargets !== undefined && { softTargets },
    backend: description,
    versions: {
      deno: Deno.version.deno,
      tfjs: tf.version.tfjs,
      ...(tensorFlow && { tensorflow: tensorFlow.version }),
    },
    start,
  };
}

/** What determines how results are rounded: the same engine gives the same bits. */
export function engineOf({ name, tensorFlow }: SelectedBackend): string {
  if (!tensorFlow) return name;
  const { version, device, threads } = tensorFlow;
  const { size } = cluster.currentCluster();
  const workers = size > 1 ? `, ${size} workers` : "";
  return `TensorFlow ${version} on ${device}, threads ${threads.interOp}/${threads.intraOp}${workers}`;
}
