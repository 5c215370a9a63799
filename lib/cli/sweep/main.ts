/**
 * `deno task sweep`: trains every setting of a configuration file with every seed, and
 * compares the settings.
 *
 * @module
 */
import { basename, join } from "node:path";
import { readConfig } from "../../sweep/config.ts";
import { trialsOf } from "../../sweep/trials.ts";
import { variantsOf } from "../../sweep/variants.ts";
import { recipes } from "../../training/recipes/recipes.ts";
import { type Command, readArguments } from "../command/arguments.ts";
import { ExitCode, exitCodeOf } from "../command/exit.ts";
import {
  pathFlag,
  pathFrom,
  UsageError,
  wholeNumberFlag,
} from "../command/flags.ts";
import { softTargetsFolder, sweepsFolder } from "../command/folders.ts";
import { helpText } from "../command/help.ts";
import { print, say } from "../command/output.ts";
import { dataFlag, softTargetsFlag } from "../command/shared_flags.ts";
import { joinSweep } from "./join_sweep.ts";
import { report } from "./report.ts";
import { shardFlag } from "./shard.ts";
import { trainTrials } from "./train_trials.ts";

/** `deno task sweep`. */
export const SWEEP = {
  name: "sweep",
  words: "CONFIG.json",
  summary:
    "Trains every setting of a configuration with every seed, each in a process of its own, and writes a table, a figure and results.json. Run it again to go on: finished trials are not repeated. Several processes, on machines that share the folder too, share out the trials. sweeps/README.md describes configurations.",
  flags: {
    jobs: wholeNumberFlag({
      value: "N",
      help: "trials at the same time; more than one get one thread each",
      from: 1,
      to: 256,
      otherwise: "one for each processor core",
    }),
    shard: shardFlag,
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
  const { jobs = navigator.hardwareConcurrency, shard, data } = flags;
  const named = flags.softTargets;
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
  using _ = await joinSweep(folder, config);

  const failed = await trainTrials(trials, config, {
    folder,
    jobs,
    shard,
    inputs: { data, softTargets },
    signal,
  });
  const table = await report(name, config, variants, trials, folder);
  if (table !== undefined) print(table);
  if (signal.aborted) {
    say("Interrupted: run the same command again to go on");
    return ExitCode.INTERRUPTED;
  }
  say(`Table, figure and results: ${folder}`);
  return failed === 0 ? ExitCode.OK : ExitCode.UNEXPECTED;
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
