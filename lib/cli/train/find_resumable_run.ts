/** `deno task train --resume`: which run it continues. @module */
import { join } from "node:path";
import { isTemporary } from "../../files/atomic_file.ts";
import { FileError, fileErrorAs } from "../../files/errors.ts";
import { checkpointsFolder, isFinished } from "../../runs/contents.ts";
import { lockRun } from "../../runs/lock.ts";
import { runsNewestFirst } from "../../runs/newest.ts";
import { CONFIG_FILE, readConfig, readHistory } from "../../runs/record.ts";
import type { StartOptions } from "../../training/checkpoints/header.ts";
import {
  differenceBetween,
  type RunIdentity,
} from "../../training/checkpoints/run_identity.ts";
import {
  CheckpointStore,
  type StoredCheckpoint,
} from "../../training/checkpoints/store.ts";
import { CheckpointError, FinishedRunError } from "../../training/errors.ts";
import { UsageError } from "../command/flags.ts";
import { runsFolder } from "../command/folders.ts";
import { say } from "../command/output.ts";
import { mismatch, type ResumeFilter } from "./resume_filter.ts";

/** An unfinished run that this process has locked. */
export interface ResumableRun {
  readonly path: string;
  readonly lock: Disposable;
  readonly store: CheckpointStore;
  /** Where it continues; undefined if it was killed before its first checkpoint. */
  readonly stored?: StoredCheckpoint;
  readonly origin: RunOrigin;
}

/** How a run was started, from its checkpoint or its config.json. */
export interface RunOrigin {
  readonly identity: RunIdentity;
  readonly start: StartOptions;
  /** Begins messages: what can't be done with this file. */
  readonly action: string;
}

/**
 * Finds the run to resume and locks it. Standard error gets a warning for each
 * damaged checkpoint.
 *
 * @param out Its folder; without it, the newest run under `runs` that is
 * unfinished, passes the filter and is not being trained by another process.
 * @returns Undefined if `out` is missing or empty.
 * @throws {UsageError} if the run in `out` doesn't pass the filter.
 * @throws {FinishedRunError} if the run in `out` was trained to its end.
 * @throws {CheckpointError | FileError} if the run can't be resumed, or there is none.
 */
export function findResumableRun(
  out: string | undefined,
  filter: ResumeFilter,
  runs: string = runsFolder(),
): Promise<ResumableRun | undefined> {
  const onDamaged = (message: string) => say(`Warning: ${message}`);
  return out === undefined
    ? resumeNewest(runs, filter, onDamaged)
    : resumeNamed(out, filter, onDamaged);
}

async function resumeNamed(
  path: string,
  filter: ResumeFilter,
  onDamaged: (message: string) => void,
): Promise<ResumableRun | undefined> {
  if (await isEmpty(path)) return undefined;
  const action = `Cannot resume "${path}"`;
  if (!await isRun(path)) {
    throw new CheckpointError(
      `${action}: it must be the folder of a run: it holds no ${CONFIG_FILE}; start a new run in another folder`,
    );
  }
  const run = await lockAndRead(path, onDamaged);
  if (run === "in use" || run === "lost") {
    throw new CheckpointError(`${action}: ${OBSTACLES[run]}`);
  }
  const recipe = run === "finished"
    ? (await readConfig(path))?.recipe
    : run.origin.identity.recipe;
  const difference = recipe && mismatch(filter, recipe);
  if (difference === undefined) {
    if (run !== "finished") return run;
    throw new FinishedRunError(`${action}: ${OBSTACLES[run]}`);
  }
  if (run !== "finished") run.lock[Symbol.dispose]();
  throw new UsageError(
    `${action}: ${difference}; leave the flag out or start a new run without --resume`,
  );
}

async function resumeNewest(
  runs: string,
  filter: ResumeFilter,
  onDamaged: (message: string) => void,
): Promise<ResumableRun> {
  for (const path of await runsNewestFirst(runs)) {
    if (!await isRun(path) || await isFinished(path)) continue;
    const run = await lockAndRead(path, onDamaged).catch((error) => {
      const damaged = error instanceof CheckpointError ||
        error instanceof FileError;
      if (!damaged) throw error;
      onDamaged(error.message); // An older run may do
    });
    if (!run || typeof run === "string") continue;
    if (mismatch(filter, run.origin.identity.recipe) === undefined) return run;
    run.lock[Symbol.dispose]();
  }
  throw new CheckpointError(
    `Cannot resume: "${runs}" must hold an unfinished run of this recipe: it holds none; name one with --out or start a new run without --resume`,
  );
}

/** Why a run can't be resumed, and what to do. */
const OBSTACLES = {
  "in use":
    "it must be free: another process is training in it; wait for its end or stop it",
  "finished":
    "it must be unfinished: it was trained to its end; see its scores with deno task evaluate --model",
  "lost":
    "it must hold a checkpoint of its last epoch: it holds none; start a new run without --resume, in another folder",
};

async function lockAndRead(
  path: string,
  onDamaged: (message: string) => void,
): Promise<ResumableRun | keyof typeof OBSTACLES> {
  const lock = await lockRun(path);
  if (!lock) return "in use";
  let run: ResumableRun | "finished" | "lost" | undefined;
  try {
    return run = await readRun(path, lock, onDamaged);
  } finally {
    if (typeof run !== "object") lock[Symbol.dispose]();
  }
}

async function readRun(
  path: string,
  lock: Disposable,
  onDamaged: (message: string) => void,
): Promise<ResumableRun | "finished" | "lost"> {
  if (await isFinished(path)) return "finished";
  const store = new CheckpointStore(checkpointsFolder(path));
  const stored = await store.newest(onDamaged);
  const config = await readConfig(path);
  const history = await readHistory(path);
  if (!config || !stored && history && history.epochs.length > 0) return "lost";
  const { recipe, data, normalization, softTargets, start = {} } = config;
  const identity = { recipe, data, normalization, softTargets };
  if (!stored) {
    const action = `Cannot start anew from "${join(path, CONFIG_FILE)}"`;
    return { path, lock, store, origin: { identity, start, action } };
  }
  const action = `Cannot resume from checkpoint "${stored.path}"`;
  const difference = differenceBetween(identity, stored.checkpoint.run);
  if (difference !== undefined) {
    throw new CheckpointError(
      `${action}: it must be of the run in ${CONFIG_FILE}: ${difference}; move it away or start a new run without --resume`,
    );
  }
  return {
    path,
    lock,
    store,
    stored,
    origin: { identity, start: stored.checkpoint.start, action },
  };
}

async function isRun(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(join(path, CONFIG_FILE))).isFile;
  } catch (error) {
    const absent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (absent) return false;
    throw error;
  }
}

/**
 * Whether a folder is missing, or holds at most the unfinished file of a process that
 * was killed while it made the folder.
 */
async function isEmpty(path: string): Promise<boolean> {
  try {
    for await (const { name } of Deno.readDir(path)) {
      if (!isTemporary(name)) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw fileErrorAs(CheckpointError, `Cannot resume "${path}"`, error);
  }
}
