/** All runs in a folder, whatever became of them. @module */
import { join } from "node:path";
import type { Score } from "../evaluation/score.ts";
import { FileError } from "../files/errors.ts";
import { bestEpoch } from "../training/early_stopping.ts";
import { namesIn } from "./finished.ts";
import { lockRun } from "./lock.ts";
import { newestFirst } from "./newest.ts";
import {
  readConfig,
  readHistory,
  type RunConfig,
  type RunHistory,
} from "./record.ts";

/** A run whose files can be read. */
export interface ListedRun {
  /** The name of its folder. */
  readonly name: string;
  readonly path: string;
  /** `running` while a process trains it, `interrupted` if it can be resumed. */
  readonly state: "finished" | "running" | "interrupted";
  readonly config: RunConfig;
  readonly history: RunHistory;
}

/** A run whose files are damaged. */
export interface DamagedRun {
  readonly name: string;
  readonly path: string;
  readonly state: "damaged";
  /** What is wrong, one line. */
  readonly fault: string;
}

/** Any run in a folder. */
export type AnyRun = ListedRun | DamagedRun;

/** A run's score so far. */
export interface RunScore extends Score {
  /** The epoch whose weights it is of. */
  readonly epoch: number;
}

/**
 * The runs in a folder, the one that started last first; damaged ones at the end.
 * Folders without a `config.json` are no runs.
 *
 * @param under Folder of the runs; it may be missing.
 */
export async function listRuns(under: string): Promise<AnyRun[]> {
  const names = (await namesIn(under)).sort().reverse();
  const runs = await Promise.all(names.map((name) => readRun(under, name)));
  return newestFirst(
    runs.filter((run) => run !== undefined),
    (run) => run.state === "damaged" ? undefined : run.config.started,
  );
}

async function readRun(
  under: string,
  name: string,
): Promise<AnyRun | undefined> {
  const path = join(under, name);
  try {
    const config = await readConfig(path);
    if (!config) return undefined;
    const history = await readHistory(path) ?? { epochs: [] };
    const state = history.final
      ? "finished"
      : await isTraining(path)
      ? "running"
      : "interrupted";
    return { name, path, state, config, history };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { name, path, state: "damaged", fault: error.message };
  }
}

/** Whether another process trains in a run's folder. */
async function isTraining(run: string): Promise<boolean> {
  const lock = await lockRun(run);
  lock?.[Symbol.dispose]();
  return lock === undefined;
}

/**
 * The score of a run's result on its test set, or on the images held out in its place:
 * the last epoch's or, with early stopping, the best one's.
 *
 * @returns Undefined before the end of its first epoch.
 */
export function scoreOf(
  { config: { recipe }, history: { epochs } }: Pick<
    ListedRun,
    "config" | "history"
  >,
): RunScore | undefined {
  const result = recipe.earlyStopping ? bestEpoch(epochs) : epochs.at(-1);
  return result && {
    epoch: result.epoch,
    loss: result.testLoss,
    correct: result.testCorrect,
    count: result.testCount,
  };
}
