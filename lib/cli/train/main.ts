/**
 * `deno task train`: trains the network and keeps the run in its own folder.
 *
 * Results go to standard output; the progress bar and messages to standard error.
 *
 * @module
 */
import { createNetwork } from "../../model/network.ts";
import { formatSummary, summarize } from "../../model/summary.ts";
import {
  BACKENDS,
  selectBackend,
  type SelectedBackend,
} from "../../tensorflow/select_backend.ts";
import { cluster, type tf } from "../../tensorflow/mod.ts";
import { fromChief } from "../../training/data_parallel/exchange.ts";
import { requireSameRun } from "../../training/checkpoints/run_identity.ts";
import { recipes } from "../../training/recipes/recipes.ts";
import { loadDataset } from "../command/dataset.ts";
import { ExitCode, exitCodeOf } from "../command/exit.ts";
import { oneOf } from "../command/flags.ts";
import { helpText } from "../command/help.ts";
import { print, say } from "../command/output.ts";
import { estimateEpochSeconds, inWords } from "./estimate.ts";
import { explainFailure } from "./explain_failure.ts";
import { type KnownRecipes, trainDeclaration } from "./flags.ts";
import { engineOf, openRun } from "./open_run.ts";
import { prepareData, type TrainingData } from "./prepare_data.ts";
import { reportResumePoint } from "./restore_run.ts";
import { readTrainFlags, type TrainSettings } from "./settings.ts";
import { isOver, joinTasks, resolveTogether, type SharedRun } from "./tasks.ts";
import { trainAsWorker } from "./train_as_worker.ts";
import { prepareLogFolder } from "./tensorboard/log_folder.ts";
import { TensorBoardLog } from "./tensorboard/log.ts";
import { trainRun } from "./train_run.ts";

/** What sweeps and tests replace. */
export interface TrainSources {
  /** Loads the digits. */
  readonly load?: typeof loadDataset;
  readonly known?: KnownRecipes;
  /** Whether the variable `TF_CONFIG` counts. Default false. */
  readonly clustered?: boolean;
}

/**
 * Runs the command.
 *
 * @returns The exit code.
 * @throws Errors that `exitCodeOf` turns into a message and an exit code.
 */
export async function trainCommand(
  args: string[],
  signal: AbortSignal,
  { load = loadDataset, known = recipes, clustered = false }: TrainSources = {},
): Promise<number> {
  const settings = readTrainFlags(args, known);
  if (!settings) {
    print(helpText(trainDeclaration(known)));
    return ExitCode.OK;
  }
  if (clustered && await isOver(settings)) return ExitCode.OK;
  const joined = clustered
    ? await joinTasks(settings, args, signal)
    : undefined;
  const run = await resolveTogether(settings, args, known);
  if (!run) return ExitCode.OK;
  const { recipe, start, resumed, synchronized } = run;
  const data = await prepareData(recipe, start, load, signal);
  const { dataset, identity } = data;
  if (resumed) {
    const { origin } = resumed;
    requireSameRun(identity, origin.identity, origin.action);
  }
  const backend = joined ?? await selectBackend({
    backend: start.backend === undefined
      ? undefined
      : oneOf("backend", start.backend, BACKENDS),
    library: { signal },
  });
  const { isChief } = cluster.currentCluster();
  const { tensorboard } = settings;
  if (tensorboard !== undefined && isChief) {
    await prepareLogFolder(tensorboard, backend, resumed ? {} : settings);
  }
  await announce(backend, run, data);

  const model = createNetwork(
    { ...recipe.network, classes: dataset.train.classes.length },
    recipe.seed,
  );
  if (!isChief) {
    return await trainAsWorker(model, recipe, data, { synchronized, signal });
  }
  if (joined) fromChief(identity);
  return await trainAndKeep(model, { settings, run, data, backend }, signal);
}

/** What a command trains, and with what. */
interface Preparations {
  readonly settings: TrainSettings;
  readonly run: SharedRun;
  readonly data: TrainingData;
  readonly backend: SelectedBackend;
}

/** Trains alone, or as the chief of a cluster, and keeps the run; returns the exit code. */
async function trainAndKeep(
  model: tf.LayersModel,
  { settings, run, data, backend }: Preparations,
  signal: AbortSignal,
): Promise<number> {
  const { out, tensorboard, workers } = settings;
  const { recipe, start, resumed, synchronized } = run;
  const { dataset, softTargets, identity: { normalization } } = data;
  using opened = await openRun(model, { out, start, resumed, data, backend });
  const { folder, checkpoints } = opened;
  say(formatSummary(summarize(model)));
  say(`Run: ${folder.path}`);
  if (resumed) reportResumePoint(resumed, engineOf(backend), dataset);
  try {
    using log = tensorboard === undefined
      ? undefined
      : await TensorBoardLog.open(tensorboard, {
        ...{ run: folder, model, dataset, normalization },
        position: resumed?.stored?.checkpoint.position,
      });
    await trainRun(model, dataset, recipe, folder, {
      ...{ normalization, checkpoints, softTargets, log, signal },
      synchronized,
    });
  } catch (error) {
    const ended = {
      ...{ folder, checkpoints, recipe },
      start: { ...start, tensorboard, workers, synchronized },
    };
    return await explainFailure(error, ended, signal);
  }
  say(
    `Weights of the last and the best epoch, and the history: ${folder.path}`,
  );
  return ExitCode.OK;
}

/** Tells the user what trains and what it learns from. */
async function announce(
  backend: SelectedBackend,
  { recipe, synchronized }: Preparations["run"],
  { dataset, softTargets }: TrainingData,
): Promise<void> {
  say(`Backend: ${backend.description}`);
  if (synchronized && cluster.currentCluster().size === 1) {
    say(
      "--synchronize changes nothing: one process normalizes by the whole batch anyway",
    );
  }
  if (softTargets) {
    const { versions, config: { teachers } } = softTargets;
    say(
      `Soft targets: the answers of ${teachers.count} networks for ${versions} versions of each image, instead of the labels`,
    );
  }
  if (backend.name !== "cpu") return;
  const seconds = await estimateEpochSeconds(dataset, recipe, softTargets);
  say(
    `Warning: without TensorFlow's library or a graphics card an epoch will take about ${
      inWords(seconds)
    }; deno task doctor says how to get them`,
  );
}

if (import.meta.main) {
  Deno.exit(
    await exitCodeOf((signal) =>
      trainCommand(Deno.args, signal, { clustered: true })
    ),
  );
}
