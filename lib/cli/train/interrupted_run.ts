/** `deno task train --resume`: which run goes on. @module */
import { join } from "node:path";
import {
  CheckpointStore,
  type StoredCheckpoint,
} from "../../training/checkpoints/store.ts";
import { CheckpointError } from "../../training/errors.ts";
import { checkpointsOf, isFinished } from "../../runs/folder.ts";
import { lockRun } from "../../runs/lock.ts";
import { runsByStart } from "../../runs/newest.ts";
import { UsageError } from "../command/flags.ts";
import { say } from "../command/output.ts";
import { runsFolder } from "../command/folders.ts";

/** What the flags ask of the run; what is left out fits any. */
export interface Wanted {
  readonly name?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly patience?: number;
  readonly precision?: string;
}

/** A run that goes on, taken for this process. */
export interface InterruptedRun {
  readonly path: string;
  readonly lock: Disposable;
  readonly store: CheckpointStore;
  readonly stored: StoredCheckpoint;
}

/**
 * The run that the flags mean, taken for this process. Damaged checkpoints are
 * said on standard error.
 *
 * @param out Its folder; without it, the one under data/runs that was begun
 * last, of those that can go on as the flags want it and that no other process
 * trains.
 * @param runs Folder of the runs.
 * @throws {UsageError} if the run that was named is not as the flags want it.
 * @throws {CheckpointError} if it can't go on, or there is none.
 */
export function findInterruptedRun(
  out: string | undefined,
  wanted: Wanted,
  runs: string = runsFolder(),
): Promise<InterruptedRun> {
  const onDamaged = (message: string) => say(`Warning: ${message}`);
  return out === undefined
    ? resumeNewest(runs, wanted, onDamaged)
    : resumeNamed(out, wanted, onDamaged);
}

async function resumeNamed(
  path: string,
  wanted: Wanted,
  onDamaged: (message: string) => void,
): Promise<InterruptedRun> {
  const action = `Cannot resume "${path}"`;
  if (!await isRun(path)) {
    throw new CheckpointError(
      `${action}: it must be the folder of a run: it holds no checkpoints; start a new run without --resume`,
    );
  }
  const run = await take(path, onDamaged);
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
    const difference = differenceTo(wanted, run.stored);
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
  wanted: Wanted,
  onDamaged: (message: string) => void,
): Promise<InterruptedRun> {
  for (const path of await runsByStart(runs)) {
    if (!await isRun(path) || await isFinished(path)) continue;
    const run = await take(path, onDamaged).catch((error) => {
      if (!(error instanceof CheckpointError)) throw error;
      onDamaged(error.message); // Another run may be the one that is wanted
      return "damaged" as const;
    });
    if (typeof run === "string") continue;
    if (differenceTo(wanted, run.stored) === undefined) return run;
    run.lock[Symbol.dispose]();
  }
  throw new CheckpointError(
    `Cannot resume: "${runs}" must hold an unfinished run of this recipe: it holds none; name one with --out or start a new run without --resume`,
  );
}

async function take(
  path: string,
  onDamaged: (message: string) => void,
): Promise<InterruptedRun | "in use" | "empty"> {
  const lock = await lockRun(path);
  if (!lock) return "in use";
  try {
    const store = new CheckpointStore(checkpointsOf(path));
    const stored = await store.newest(onDamaged);
    if (stored) return { path, lock, store, stored };
    lock[Symbol.dispose]();
    return "empty";
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

/** The first wish that a run does not meet, in words. */
function differenceTo(
  wanted: Wanted,
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
    const wish = wanted[field];
    if (wish !== undefined && wish !== has[field]) {
      return `${flags[field]} must be the run's, ${
        has[field] ?? "none"
      }: current value is ${wish}`;
    }
  }
}

async function isRun(path: string): Promise<boolean> {
  for (const part of [join(path, "config.json"), checkpointsOf(path)]) {
    const found = await Deno.stat(part).catch((error) => {
      const absent = error instanceof Deno.errors.NotFound ||
        error instanceof Deno.errors.NotADirectory;
      if (!absent) throw error;
    });
    if (!found) return false;
  }
  return true;
}
