/**
 * `deno task sweep`: trains every setting of a configuration file with every
 * seed, and compares them.
 *
 * @module
 */
import { basename, join } from "node:path";
import { writeFileAtomically } from "../../files/atomic_file.ts";
import { readConfig, type SweepConfig } from "../../sweep/config.ts";
import { SweepError } from "../../sweep/errors.ts";
import { sweepFigure } from "../../sweep/figure.ts";
import { gatherResults, type SweepResults } from "../../sweep/results.ts";
import { runInParallel, runProcess, secondsLeft } from "../../sweep/runner.ts";
import { sweepTable } from "../../sweep/table.ts";
import { type Trial, trialFolder, trialsOf } from "../../sweep/trials.ts";
import { type Variant, variantsOf } from "../../sweep/variants.ts";
import { sourceLabel } from "../../terminal/result_lines.ts";
import { formatInterval } from "../../terminal/progress_bar.ts";
import { recipes } from "../../training/recipes/mod.ts";
import { type FinishedRecord, readFinishedRecord } from "../../runs/record.ts";
import { lockRun } from "../../runs/lock.ts";
import { ExitCode, exitCodeOf } from "../command/exit.ts";
import { type Command, readArguments } from "../command/arguments.ts";
import {
  pathFlag,
  pathFrom,
  UsageError,
  wholeNumberFlag,
} from "../command/flags.ts";
import { helpText } from "../command/help.ts";
import { dataFlag, softTargetsFlag } from "../command/shared_flags.ts";
import { permissionFlags, permissionsOf, widen } from "../launch.ts";
import { print, say } from "../command/output.ts";
import { softTargetsFolder, sweepsFolder } from "../command/folders.ts";
import { requireSameInputs } from "./inputs.ts";
import type { TrialOrder } from "./trial.ts";

/** `deno task sweep`. */
export const SWEEP = {
  name: "sweep",
  words: "CONFIG.json",
  summary:
    "Trains every setting of a configuration with every seed, each in a process of its own, and writes a table, a figure and results.json. Run it again to go on: finished trials are not repeated. sweeps/README.md describes configurations.",
  flags: {
    jobs: wholeNumberFlag({
      value: "N",
      help: "trials at the same time; more than one get one thread each",
      from: 1,
      to: 256,
      otherwise: "one for each processor core",
    }),
    data: dataFlag,
    softTargets: softTargetsFlag,
    out: pathFlag({
      value: "DIR",
      help: "folder of the sweep",
      otherwise: "one in data/sweeps, named after the configuration",
    }),
  },
  notes:
    "Ends with 0 if every trial was trained, 1 if one failed, 2 for a wrong flag or configuration, 129 if its terminal was closed, 130 if interrupted.",
} satisfies Command;

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const given = readArguments(SWEEP, args);
  if (!given) {
    print(helpText(SWEEP));
    return ExitCode.OK;
  }
  const { flags, words } = given;
  if (words.length !== 1) {
    throw new UsageError(
      `Cannot sweep: one configuration file must be named: current count is ${words.length}; see deno task sweep --help`,
    );
  }
  const file = pathFrom("CONFIG.json", words[0]);
  const name = basename(file, ".json");
  const { jobs = navigator.hardwareConcurrency, data, softTargets: named } =
    flags;
  const folder = flags.out ?? join(sweepsFolder(), name);
  const config = await readConfig(file);
  const variants = variantsOf(config, recipes, file);
  const trials = trialsOf(config, variants);
  const taught = trials.some(({ recipe }) => recipe.distillation);
  if (named !== undefined && !taught) {
    throw new UsageError(
      "Cannot sweep: --soft-targets must come with a recipe that learns from them: all learn from the labels",
    );
  }
  const softTargets = taught ? named ?? softTargetsFolder() : undefined;
  using _lock = await takeFolder(folder, config);

  const failed = await runTrials(trials, config, {
    folder,
    jobs,
    data,
    softTargets,
    signal,
  });
  const results = await gather(name, config, variants, trials, folder);
  if (results) {
    await report(results, folder);
    print(sweepTable(results));
  }
  if (signal.aborted) {
    say("Interrupted: run the same command again to go on");
    return ExitCode.INTERRUPTED;
  }
  say(`Table, figure and results: ${folder}`);
  return failed === 0 ? ExitCode.OK : ExitCode.UNEXPECTED;
}

/** Permission sets of `deno task train`, whose command a trial is. */
const TRIAL_SETS = "tensorflow+cuda+python+download";

/** @returns How many failed. */
async function runTrials(
  trials: readonly Trial[],
  config: SweepConfig,
  { folder, jobs, data, softTargets, signal }: {
    folder: string;
    jobs: number;
    data?: string;
    softTargets?: string;
    signal: AbortSignal;
  },
): Promise<number> {
  const { split, limit } = config;
  const pending: Trial[] = [];
  const done: FinishedRecord[] = [];
  for (const trial of trials) {
    const finished = await readFinishedRecord(trialFolder(folder, trial));
    if (finished) done.push(finished);
    else pending.push(trial);
  }
  say(
    `${trials.length} trials, ${done.length} of them done; ${jobs} side by side`,
  );
  if (pending.length === 0) return 0;
  const inputs = { data, softTargets };
  await requireSameInputs(done, config, inputs, folder, signal);
  const start = performance.now();
  const permissions = permissionFlags(widen(
    permissionsOf(TRIAL_SETS),
    [data ?? "", softTargets ?? "", "--out", folder],
    { cwd: Deno.cwd(), variable: (name) => Deno.env.get(name) },
  ));
  const durations: number[] = [];
  let failed = 0;
  await runInParallel(pending, jobs, signal, async (trial) => {
    const run = trialFolder(folder, trial);
    const begun = performance.now();
    const order: TrialOrder = {
      recipe: trial.recipe,
      folder: run,
      split,
      data,
      ...trial.recipe.distillation && { softTargets },
      limit,
      shared: jobs > 1,
    };
    const end = await runProcess(order, `${run}.log`, permissions, signal);
    if (end === "interrupted") return;
    const seconds = (performance.now() - begun) / 1000;
    durations.push(seconds);
    const progress = `[${durations.length}/${pending.length}]`;
    const what = `${trial.variant.name}, seed ${trial.recipe.seed}`;
    const finished = end === "trained"
      ? await readFinishedRecord(run)
      : undefined;
    if (!finished) {
      failed++;
      say(`${progress} ${what}: failed; see ${run}.log`);
      return;
    }
    const { correct, count } = finished.history.final.test;
    const elapsed = (performance.now() - start) / 1000;
    const left = secondsLeft(durations, elapsed, pending.length, jobs);
    say(
      `${progress} ${what}: ${(100 * correct / count).toFixed(2)} % in ${
        formatInterval(seconds)
      }, about ${formatInterval(left)} left${
        sourceLabel(finished.config.data)
      }`,
    );
  });
  return failed;
}

async function gather(
  name: string,
  config: SweepConfig,
  variants: readonly Variant[],
  trials: readonly Trial[],
  folder: string,
): Promise<SweepResults | undefined> {
  const read = await Promise.all(trials.map(async (trial) => ({
    variant: trial.variant,
    finished: await readFinishedRecord(trialFolder(folder, trial)),
  })));
  const done = read.filter(({ finished }) => finished !== undefined);
  if (done.length === 0) return undefined;
  return gatherResults(
    name,
    config,
    variants.map((variant) => ({
      variant,
      trials: done.filter((trial) => trial.variant === variant)
        .map(({ finished }) => finished!),
    })),
  );
}

async function report(results: SweepResults, folder: string): Promise<void> {
  // Loads plotly, which takes a second
  const { renderPng } = await import("../../plots/render/mod.ts");
  const figure = sweepFigure(results);
  const write = (name: string, content: string | Uint8Array) =>
    writeFileAtomically(join(folder, name), content);
  await write("results.json", `${JSON.stringify(results)}\n`);
  await write("table.md", sweepTable(results));
  await write("figure.json", `${JSON.stringify(figure)}\n`);
  await write("figure.png", await renderPng(figure));
}

/** Makes the folder, and takes it for this process. */
async function takeFolder(
  folder: string,
  config: SweepConfig,
): Promise<Disposable> {
  const kept = join(folder, "config.json");
  try {
    await Deno.mkdir(join(folder, "trials"), { recursive: true });
    // The lock is on this file: it must stay the same one
    await Deno.writeTextFile(kept, "", { append: true });
    const lock = await lockRun(folder);
    if (!lock) {
      throw new SweepError(
        `Cannot sweep in "${folder}": no other process may: one does; wait for its end or choose another folder with --out`,
      );
    }
    await Deno.writeTextFile(kept, `${JSON.stringify(config, undefined, 2)}\n`);
    return lock;
  } catch (error) {
    if (error instanceof SweepError) throw error;
    throw new SweepError(
      `Cannot sweep in "${folder}": ${
        (error as Error).message
      }; choose another folder with --out`,
    );
  }
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
