/** `deno task train --resume`: which run it continues. @module */
import { join } from "node:path";
import {
  CheckpointStore,
  type StoredCheckpoint,
} from "../../training/checkpoints/store.ts";
import { CheckpointError } from "../../training/errors.ts";
import { checkpointsFolder, isFinished } from "../../runs/folder.ts";
import { lockRun } from "../../runs/lock.ts";
import { runsNewestFirst } from "../../runs/newest.ts";
import { CONFIG_FILE } from "../../runs/record.ts";
import { UsageError } from "../command/flags.ts";
import { say } from "../command/output.ts";
import { runsFolder } from "../command/folders.ts";

/** What the flags require of the run; a field that is missing matches any run. */
export interface ResumeFilter {
  readonly name?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly patience?: number;
  readonly precision?: string;
}

/** An unfinished run that this process has locked. */
export interface ResumableRun {
  readonly path: string;
  readonly lock: Disposable;
  readonly store: CheckpointStore;
  readonly stored: StoredCheckpoint;
}

/**
 * Finds the run to resume and locks it. Standard error gets a warning for each
 * damaged checkpoint.
 *
 * @param out Its folder; without it, the newest run under `runs` that is
 * unfinished, passes the filter and is not being trained by another process.
 * @throws {UsageError} if the run in `out` doesn't pass the filter.
 * @throws {CheckpointError} if the run can't be resumed, or there is none.
 */
export function findResumableRun(
  out: string | undefined,
  filter: ResumeFilter,
  runs: string = runsFolder(),
): Promise<ResumableRun> {
  const onDamaged = (message: string) => say(`Warning: ${message}`);
  return out === undefined
    ? resumeNewest(runs, filter, onDamaged)
    : resumeNamed(out, filter, onDamaged);
}

async function resumeNamed(
  path: string,
  filter: ResumeFilter,
  onDamaged: (message: string) => void,
): Promise<ResumableRun> {
  const action = `Cannot resume "${path}"`;
  if (!await isRun(path)) {
    throw new CheckpointError(
      `${action}: it must be the folder of a run: it holds no checkpoints; start a new run without --resume`,
    );
  }
  const run = await lockAndRead(path, onDamaged);
  if (run === "in use") {
    throw new CheckpointError(
      `${action}: no other process may train in it: one does; wait for its end or stop it`,
    );
  }
  if (run === "empty") {
    throw new CheckpointError(
      `${action}: it must hold a checkpoint: it was stopped before the first; start a new run without --resume, in another folder`,
    );
  }
  try {
    if (await isFinished(path)) {
      throw new CheckpointError(
        `${action}: it must be unfinished: it was trained to its end; see its scores with deno task evaluate --model`,
      );
    }
    const difference = mismatch(filter, run.stored);
    if (difference !== undefined) {
      throw new UsageError(
        `${action}: ${difference}; leave the flag out or start a new run without --resume`,
      );
    }
    return run;
  } catch (error) {
    run.lock[Symbol.dispose]();
    throw error;
  }
}

async function resumeNewest(
  runs: string,
  filter: ResumeFilter,
  onDamaged: (message: string) => void,
): Promise<ResumableRun> {
  for (const path of await runsNewestFirst(runs)) {
    if (!await isRun(path) || await isFinished(path)) continue;
    const run = await lockAndRead(path, onDamaged).catch((error) => {
      if (!(error instanceof CheckpointError)) throw error;
      onDamaged(error.message); // An older run may do
      return "damaged" as const;
    });
    if (typeof run === "string") continue;
    if (mismatch(filter, run.stored) === undefined) return run;
    run.lock[Symbol.dispose]();
  }
  throw new CheckpointError(
    `Cannot resume: "${runs}" must hold an unfinished run of this recipe: it holds none; name one with --out or start a new run without --resume`,
  );
}

async function lockAndRead(
  path: string,
  onDamaged: (message: string) => void,
): Promise<ResumableRun | "in use" | "empty"> {
  const lock = await lockRun(path);
  if (!lock) return "in use";
  try {
    const store = new CheckpointStore(checkpointsFolder(path));
    const stored = await store.newest(onDamaged);
    if (stored) return { path, lock, store, stored };
    lock[Symbol.dispose]();
    return "empty";
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

/** The first field of the filter that a run fails, in words. */
function mismatch(
  filter: ResumeFilter,
  { checkpoint: { run: { recipe } } }: StoredCheckpoint,
): string | undefined {
  const flags = {
    name: "--recipe",
    epochs: "--epochs",
    batchSize: "--batch-size",
    seed: "--seed",
    patience: "--patience",
    precision: "--bfloat16",
  } as const;
  const has = { ...recipe, patience: recipe.earlyStopping?.patience };
  for (const field of Object.keys(flags) as (keyof typeof flags)[]) {
    const required = filter[field];
    if (required !== undefined && required !== has[field]) {
      return `${flags[field]} must be the run's, ${
        has[field] ?? "none"
      }: current value is ${required}`;
    }
  }
}

async function isRun(path: string): Promise<boolean> {
  for (const part of [join(path, CONFIG_FILE), checkpointsFolder(path)]) {
    const found = await Deno.stat(part).catch((error) => {
      const absent = error instanceof Deno.errors.NotFound ||
        error instanceof Deno.errors.NotADirectory;
      if (!absent) throw error;
    });
    if (!found) return false;
  }
  return true;
}
