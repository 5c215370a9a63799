/**
 * `deno task train`: trains the network and keeps the run in its own folder.
 *
 * Results go to standard output; the progress bar and messages to standard error.
 *
 * @module
 */
import type { Dataset } from "../../data/digits.ts";
import type { Normalization } from "../../model/normalization.ts";
import { createNetwork } from "../../model/network.ts";
import { formatSummary, summarize } from "../../model/summary.ts";
import type { RunFolder } from "../../runs/folder.ts";
import type { tf } from "../../tensorflow/mod.ts";
import {
  BACKENDS,
  selectBackend,
  type SelectedBackend,
} from "../../tensorflow/select_backend.ts";
import { epochLine, resultLine } from "../../terminal/result_lines.ts";
import type { Checkpoints } from "../../training/checkpoints/checkpoints.ts";
import { requireSameRun } from "../../training/checkpoints/run_identity.ts";
import { bestEpoch } from "../../training/early_stopping.ts";
import type { EpochResult } from "../../training/epoch.ts";
import { type FinalScores, train } from "../../training/loop.ts";
import { type Recipe, recipes } from "../../training/recipes/mod.ts";
import type { SoftTargets } from "../../training/soft_targets.ts";
import { loadDataset } from "../command/dataset.ts";
import { EpochBars } from "../command/epoch_bars.ts";
import { ExitCode, exitCodeOf } from "../command/exit.ts";
import { oneOf } from "../command/flags.ts";
import { helpText } from "../command/help.ts";
import { print, say } from "../command/output.ts";
import { onCheckpointRequest } from "./checkpoint_request.ts";
import { estimateEpochSeconds, inWords } from "./estimate.ts";
import { explainFailure } from "./explain_failure.ts";
import {
  type KnownRecipes,
  readTrainFlags,
  trainDeclaration,
} from "./flags.ts";
import { engineOf, openRun } from "./open_run.ts";
import { prepareData, type TrainingData } from "./prepare_data.ts";
import { resolveRun } from "./resolve_run.ts";
import { reportResumePoint } from "./restore_run.ts";

/** What sweeps and tests replace. */
export interface TrainSources {
  /** Loads the digits. */
  readonly load?: typeof loadDataset;
  readonly known?: KnownRecipes;
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
  { load = loadDataset, known = recipes }: TrainSources = {},
): Promise<number> {
  const settings = readTrainFlags(args, known);
  if (!settings) {
    print(helpText(trainDeclaration(known)));
    return ExitCode.OK;
  }
  const { recipe, start, resumed } = await resolveRun(settings, args, known);
  const data = await prepareData(recipe, start, load, signal);
  const { dataset, softTargets, identity } = data;
  if (resumed) {
    const { origin } = resumed;
    requireSameRun(identity, origin.identity, origin.action);
  }
  const backend = await selectBackend({
    backend: start.backend === undefined
      ? undefined
      : oneOf("backend", start.backend, BACKENDS),
    library: { signal },
  });
  await announce(backend, recipe, data);

  const model = createNetwork(recipe.network, recipe.seed);
  using run = await openRun(model, {
    out: settings.out,
    start,
    resumed,
    data,
    backend,
  });
  const { folder, checkpoints } = run;
  say(formatSummary(summarize(model)));
  say(`Run: ${folder.path}`);
  if (resumed) reportResumePoint(resumed, engineOf(backend), dataset);

  try {
    await trainAndKeep(model, dataset, recipe, folder, {
      normalization: identity.normalization,
      checkpoints,
      softTargets,
      signal,
    });
  } catch (error) {
    const ended = { folder, checkpoints, recipe, start };
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
  recipe: Recipe,
  { dataset, softTargets }: TrainingData,
): Promise<void> {
  say(`Backend: ${backend.description}`);
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

async function trainAndKeep(
  model: tf.LayersModel,
  dataset: Dataset,
  recipe: Recipe,
  run: RunFolder,
  { checkpoints, ...options }: {
    normalization: Normalization;
    checkpoints: Checkpoints;
    softTargets?: SoftTargets;
    signal: AbortSignal;
  },
): Promise<void> {
  using _listener = onCheckpointRequest(() => checkpoints.request());
  const bars = new EpochBars();
  try {
    await train(model, dataset, recipe, {
      ...options,
      checkpoints,
      onBatch: (event) => bars.update(event),
      onEpoch: async (result: EpochResult) => {
        // Before its line: what can't be kept is not reported as done
        await run.keepEpoch(result, model);
        const { testLoss, testCorrect, testCount } = result;
        print(
          epochLine(
            { loss: testLoss, correct: testCorrect, count: testCount },
            dataset.source,
          ),
        );
      },
      onFinish: async ({ train, test }: FinalScores) => {
        const best = recipe.earlyStopping && bestEpoch(run.epochs);
        if (best) {
          say(
            `Restored the weights of epoch ${best.epoch}, the best of ${run.epochs.length} on the validation set: ${run.best}`,
          );
        }
        print(resultLine("Train Data", train, dataset.source));
        print(resultLine("Test Data", test, dataset.source));
        await run.keepFinal(train, test);
      },
    });
  } finally {
    bars.abandon();
  }
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => trainCommand(Deno.args, signal)));
}
