/**
 * `deno task train`: trains the network and keeps the run in its own folder.
 *
 * Results go to standard output; the progress bar and everything else to
 * standard error.
 *
 * @module
 */
import { resolve } from "node:path";
import type { Dataset, DataSource } from "../../data/digits.ts";
import { Evaluator } from "../../evaluation/evaluate.ts";
import type { Normalization } from "../../model/input.ts";
import { createNetwork } from "../../model/network.ts";
import { formatSummary, summarize } from "../../model/summary.ts";
import { tf } from "../../tensorflow/mod.ts";
import {
  BACKENDS,
  selectBackend,
  type SelectedBackend,
} from "../../tensorflow/select_backend.ts";
import { Checkpoints } from "../../training/checkpoints/checkpoints.ts";
import { CheckpointStore } from "../../training/checkpoints/store.ts";
import { bestEpoch } from "../../training/early_stopping.ts";
import { CheckpointError, DivergenceError } from "../../training/errors.ts";
import { epochLine, resultLine } from "../../terminal/result_lines.ts";
import type { EpochResult } from "../../training/epoch.ts";
import { train } from "../../training/loop.ts";
import { type Recipe, recipes } from "../../training/recipes/mod.ts";
import { RunFolder } from "../../runs/folder.ts";
import type { RunConfig } from "../../runs/record.ts";
import { lockRun } from "../../runs/lock.ts";
import { requireEmptyFolder } from "../../runs/new_folder.ts";
import type { RunRecord } from "../../training/checkpoints/format.ts";
import {
  describeRun,
  requireSameRun,
} from "../../training/checkpoints/same_run.ts";
import { readSoftTargets } from "../../teachers/soft_target_files.ts";
import type { SoftTargets } from "../../training/soft_targets.ts";
import { EpochBars } from "../command/epoch_bars.ts";
import { onCheckpointRequest } from "./checkpoint_request.ts";
import { heldOutFrom, loadDataset } from "../command/dataset.ts";
import { estimateEpochSeconds } from "./estimate.ts";
import { ExitCode, exitCodeOf } from "../command/exit.ts";
import { oneOf } from "../command/flags.ts";
import { print, say } from "../command/output.ts";
import { runsFolder, softTargetsFolder } from "../command/folders.ts";
import { findInterruptedRun } from "./interrupted_run.ts";
import { recipeOf, sayWhere, startOf, takeUp } from "./resume.ts";
import { type KnownRecipes, readTrainFlags, trainUsage } from "./flags.ts";
import { whatIsKept } from "./what_is_kept.ts";

/** What a caller may put in the place of the user's. */
export interface TrainSources {
  /** Where the digits come from. */
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
    print(trainUsage(known));
    return ExitCode.OK;
  }
  const { out, wanted, resume } = settings;
  const old = resume ? await findInterruptedRun(out, wanted) : undefined;
  if (!old && out !== undefined) await requireEmptyFolder(out);
  const recipe = old ? recipeOf(old.stored, known) : settings.recipe;
  const start = {
    ...(old && startOf(old.stored, settings.start)),
    ...settings.start,
  };

  const all = await load(start.data, start.limit, signal);
  const dataset = await heldOutFrom(all, start);
  if (dataset.source.heldOut) sayValidation(dataset);
  const described = describeRun(dataset, recipe);
  const softTargets = recipe.distillation &&
    await readSoftTargets(
      start.softTargets ?? softTargetsFolder(),
      described.data,
    );
  const record = {
    ...described,
    ...softTargets && { softTargets: softTargets.sha256 },
  };
  if (old) requireSameRun(record, old.stored.checkpoint.run, old.stored.path);
  const backend = await selectBackend({
    backend: oneOf("backend", start.backend, BACKENDS),
    library: { signal },
  });
  say(`Backend: ${backend.description}`);
  if (softTargets) {
    const { versions, config: { teachers } } = softTargets;
    say(
      `Soft targets: the answers of ${teachers.count} networks for ${versions} versions of each image, in place of the labels`,
    );
  }
  if (backend.name === "cpu") await warnOfTime(dataset, recipe, softTargets);

  const model = createNetwork(recipe.network, recipe.seed);
  const config = configOf(record, dataset.source, backend);
  const place = out === undefined ? { under: runsFolder() } : { out };
  const run = old
    ? await takeUp(old, config, model)
    : await RunFolder.create(place, config);
  using _lock = old?.lock ?? await lockNewRun(run.path);
  const engine = engineOf(backend);
  const { kind, place: data } = dataset.source;
  const checkpoints = new Checkpoints(
    old?.store ?? new CheckpointStore(run.checkpoints),
    record,
    old?.stored,
    {
      start: {
        ...start,
        ...kind !== "synthetic" && { data: resolve(data) },
        engine,
      },
    },
  );
  say(formatSummary(summarize(model)));
  say(`Run: ${run.path}`);
  if (old) sayWhere(old.stored, engine, dataset);

  try {
    await trainAndKeep(model, dataset, recipe, run, {
      checkpoints,
      softTargets,
      signal,
    });
    await scoreWholeSets(model, dataset, record.normalization, run, signal);
  } catch (error) {
    const { weights, command } = await whatIsKept(
      run,
      recipe,
      checkpoints,
      start,
    );
    if (error instanceof DivergenceError) {
      throw new DivergenceError(`${error.message}; ${weights}`);
    }
    if (!signal.aborted) {
      say(`Stopped: ${weights}${command}`);
      throw error;
    }
    if (error !== signal.reason) say(`Warning: ${(error as Error).message}`);
    say(`Interrupted: ${weights}${command}`);
    return ExitCode.INTERRUPTED;
  }
  say(`Weights of the last and the best epoch, and the history: ${run.path}`);
  return ExitCode.OK;
}

/** @throws {CheckpointError} if `--resume` elsewhere was quicker. */
async function lockNewRun(path: string): Promise<Disposable> {
  const lock = await lockRun(path);
  if (lock) return lock;
  throw new CheckpointError(
    `Cannot train in "${path}": no other process may: one does; start the run again, in another folder`,
  );
}

async function trainAndKeep(
  model: tf.LayersModel,
  dataset: Dataset,
  recipe: Recipe,
  run: RunFolder,
  { checkpoints, softTargets, signal }: {
    checkpoints: Checkpoints;
    softTargets?: SoftTargets;
    signal: AbortSignal;
  },
): Promise<void> {
  using _listener = onCheckpointRequest(() => checkpoints.request());
  const bars = new EpochBars();
  try {
    await train(model, dataset, recipe, {
      signal,
      checkpoints,
      softTargets,
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
    });
    const best = recipe.earlyStopping && bestEpoch(run.epochs);
    if (best) {
      say(
        `Back to the weights of epoch ${best.epoch}, the best of ${run.epochs.length} on the validation set: ${run.best}`,
      );
    }
  } finally {
    bars.abandon();
  }
}

/** The two lines at the end: the weights that training ended with on all images of both sets. */
async function scoreWholeSets(
  model: tf.LayersModel,
  dataset: Dataset,
  normalization: Normalization,
  run: RunFolder,
  signal: AbortSignal,
): Promise<void> {
  using evaluator = new Evaluator(model, normalization);
  const trained = await evaluator.evaluate(dataset.train, { signal });
  print(resultLine("Train Data", trained, dataset.source));
  const tested = await evaluator.evaluate(dataset.test, { signal });
  print(resultLine("Test Data", tested, dataset.source));
  await run.keepFinal(trained, tested);
}

function configOf(
  { recipe, data, normalization, softTargets }: RunRecord & {
    readonly recipe: Recipe;
  },
  source: DataSource,
  { description, tensorFlow }: SelectedBackend,
): RunConfig {
  return {
    started: new Date().toISOString(),
    recipe,
    data: { ...source, ...data },
    normalization,
    ...softTargets !== undefined && { softTargets },
    backend: description,
    versions: {
      deno: Deno.version.deno,
      tfjs: tf.version.tfjs,
      ...(tensorFlow && { tensorflow: tensorFlow.version }),
    },
  };
}

/** What rounds: the same engine gives the same bits. */
function engineOf({ name, tensorFlow }: SelectedBackend): string {
  if (!tensorFlow) return name;
  const { version, device, threads } = tensorFlow;
  return `TensorFlow ${version} on ${device}, threads ${threads.interOp}/${threads.intraOp}`;
}

function sayValidation({ train, test }: Dataset): void {
  say(
    `Validation: ${test.count} of the training images stand in the test set's place, ${train.count} are left to learn from`,
  );
}

async function warnOfTime(
  dataset: Dataset,
  recipe: Recipe,
  softTargets: SoftTargets | undefined,
): Promise<void> {
  const seconds = await estimateEpochSeconds(dataset, recipe, softTargets);
  say(
    `Warning: without TensorFlow's library or a graphics card an epoch will take about ${
      inWords(seconds)
    }; deno task doctor says how to get them`,
  );
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} seconds`;
  if (seconds < 7200) return `${Math.ceil(seconds / 60)} minutes`;
  return `${Math.ceil(seconds / 3600)} hours`;
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => trainCommand(Deno.args, signal)));
}
