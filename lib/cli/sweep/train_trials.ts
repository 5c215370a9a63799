/** Trains a sweep's unfinished trials in parallel, with a line for each. @module */
import { type FinishedRecord, readFinishedRecord } from "../../runs/record.ts";
import type { SweepConfig } from "../../sweep/config.ts";
import { claimTrial } from "../../sweep/claim.ts";
import { runInParallel, runProcess, secondsLeft } from "../../sweep/runner.ts";
import { type Trial, trialFolder } from "../../sweep/trials.ts";
import { formatInterval } from "../../terminal/progress_bar.ts";
import { sourceLabel } from "../../terminal/result_lines.ts";
import { say } from "../command/output.ts";
import {
  permissionFlags,
  permissionsOf,
  widen,
} from "../launch/permissions.ts";
import { requireSameInputs, type SweepInputs } from "./same_inputs.ts";
import { itemsOf, type Shard } from "./shard.ts";
import type { TrialOrder } from "./trial.ts";

const SCRIPT = new URL("./trial.ts", import.meta.url);
/** Permission sets of `deno task train`, whose command a trial is. */
const TRIAL_SETS = "tensorflow+cuda+python+download+pictures";

/** How a sweep is trained. */
export interface TrainTrialsOptions {
  /** Folder of the sweep. */
  readonly folder: string;
  /** How many trials are trained at the same time. */
  readonly jobs: number;
  /** The part that this process trains. */
  readonly shard: Shard;
  readonly inputs: SweepInputs;
  readonly signal: AbortSignal;
}

/**
 * Trains the shard's trials that are not finished and that no other process trains.
 *
 * @returns How many failed.
 * @throws {SweepError | FileError | TeacherError} as `requireSameInputs`.
 */
export async function trainTrials(
  trials: readonly Trial[],
  config: SweepConfig,
  options: TrainTrialsOptions,
): Promise<number> {
  const { folder, jobs, inputs, shard, signal } = options;
  const read = await Promise.all(
    trials.map((trial) => readFinishedRecord(trialFolder(folder, trial))),
  );
  const done = read.filter((record) => record !== undefined);
  const pending = itemsOf(shard, [...trials.entries()])
    .filter(([index]) => read[index] === undefined).map(([, trial]) => trial);
  say(
    `${trials.length} trials, ${done.length} finished${
      shard.count > 1
        ? `, ${pending.length} left in part ${shard.index} of ${shard.count}`
        : ""
    }; ${jobs} at a time`,
  );
  if (pending.length === 0) return 0;
  await requireSameInputs(done, config, inputs, folder, signal);
  const permissions = trialPermissions(folder, inputs);
  const progress = new Progress(pending.length, jobs);
  const taken: Trial[] = [];
  const train = async (trial: Trial) => {
    using log = await claimTrial(trialFolder(folder, trial));
    if (!log) taken.push(trial);
    else {await trainTrial(trial, {
        config,
        options,
        permissions,
        log,
        progress,
      });}
  };
  await runInParallel(pending, jobs, signal, train);
  // Those who had them may have been stopped since
  await runInParallel(taken.splice(0), jobs, signal, train);
  if (taken.length > 0 && !signal.aborted) {
    say(
      `Others are training ${taken.length} more: run the same command again when they are done`,
    );
  }
  return progress.failed;
}

/** Trains a trial that this process has claimed, unless another one finished it. */
async function trainTrial(
  trial: Trial,
  { config, options, permissions, log, progress }: {
    readonly config: SweepConfig;
    readonly options: TrainTrialsOptions;
    readonly permissions: readonly string[];
    readonly log: Deno.FsFile;
    readonly progress: Progress;
  },
): Promise<void> {
  const { folder, signal } = options;
  const run = trialFolder(folder, trial);
  if (await readFinishedRecord(run)) return progress.skip();
  const order = orderOf(trial, config, options);
  const start = performance.now();
  const end = await runProcess(SCRIPT, order, log, permissions, signal);
  if (end === "interrupted") return;
  const finished = end === "trained"
    ? await readFinishedRecord(run)
    : undefined;
  progress.add((performance.now() - start) / 1000);
  const what = `${trial.variant.name}, seed ${trial.recipe.seed}`;
  if (finished) progress.sayTrained(what, finished);
  else progress.sayFailed(what, run);
}

function trialPermissions(
  folder: string,
  { data = "", softTargets = "" }: SweepInputs,
): string[] {
  return permissionFlags(widen(
    permissionsOf(TRIAL_SETS),
    [data, softTargets, "--out", folder],
    { cwd: Deno.cwd(), variable: (name) => Deno.env.get(name) },
  ));
}

function orderOf(
  trial: Trial,
  { split, limit }: SweepConfig,
  { folder, jobs, inputs: { data, softTargets } }: TrainTrialsOptions,
): TrialOrder {
  return {
    recipe: trial.recipe,
    folder: trialFolder(folder, trial),
    split,
    data,
    ...trial.recipe.distillation && { softTargets },
    limit,
    shared: jobs > 1,
  };
}

/** How far a sweep has come, and how long the rest will take. */
class Progress {
  readonly #start = performance.now();
  readonly #durations: number[] = [];
  #count: number;
  /** How many trials failed. */
  failed = 0;

  constructor(count: number, readonly jobs: number) {
    this.#count = count;
  }

  /** Counts a trial out that another process has trained. */
  skip(): void {
    this.#count--;
  }

  /** Counts a trial that has ended, after so many seconds. */
  add(seconds: number): void {
    this.#durations.push(seconds);
  }

  sayTrained(what: string, { config, history }: FinishedRecord): void {
    const { correct, count } = history.final.test;
    const elapsed = (performance.now() - this.#start) / 1000;
    const left = secondsLeft(this.#durations, elapsed, this.#count, this.jobs);
    this.#say(
      `${what}: ${(100 * correct / count).toFixed(2)} % in ${
        formatInterval(this.#durations.at(-1)!)
      }, about ${formatInterval(left)} left${sourceLabel(config.data)}`,
    );
  }

  sayFailed(what: string, run: string): void {
    this.failed++;
    this.#say(`${what}: failed; see ${run}.log`);
  }

  #say(line: string): void {
    say(`[${this.#durations.length}/${this.#count}] ${line}`);
  }
}
