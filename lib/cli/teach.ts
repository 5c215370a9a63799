/**
 * `deno task teach`: has trained networks answer for the training images, and keeps
 * their answers as soft targets.
 *
 * @module
 */
import type { Dataset } from "../data/digits.ts";
import { describeDataset } from "../data/dataset_digest.ts";
import { Evaluator } from "../evaluation/evaluate.ts";
import { selectBackend } from "../tensorflow/select_backend.ts";
import { createStrength } from "../training/augmentation/augment.ts";
import { resultLine } from "../terminal/result_lines.ts";
import { MAX_VERSIONS } from "../teachers/soft_target_config.ts";
import { openSoftTargets } from "../teachers/soft_target_files.ts";
import { generateSoftTargets } from "../training/soft_targets.ts";
import { findTeachers, loadTeachers } from "../teachers/find.ts";
import { heldOutFrom, loadDataset } from "./command/dataset.ts";
import { ExitCode, exitCodeOf } from "./command/exit.ts";
import { type Command, readArguments } from "./command/arguments.ts";
import { pathFlag, UsageError, wholeNumberFlag } from "./command/flags.ts";
import { helpText } from "./command/help.ts";
import { print, say } from "./command/output.ts";
import {
  dataFlag,
  LARGEST_SEED,
  limitFlag,
  validationFlag,
  writersFlag,
} from "./command/shared_flags.ts";
import { softTargetsFolder, teachersFolder } from "./command/folders.ts";
import { type Answers, keepAnswers } from "./teach/keep_answers.ts";

/** `deno task teach`. */
export const TEACH = {
  name: "teach",
  summary:
    "Has several trained networks, the teachers, answer together for every training image, each image several times: shifted, turned and scaled at random, as it was when the teachers learned. Recipes with distillation learn from these answers instead of the labels.",
  flags: {
    teachers: pathFlag({
      value: "DIR",
      help:
        "folder of the teachers' runs, all of which must have learned from these images alone",
      otherwise:
        "data/sweeps/teachers/trials, which deno task sweep sweeps/teachers.json fills",
    }),
    versions: wholeNumberFlag({
      value: "N",
      help: "versions of each image",
      from: 1,
      to: MAX_VERSIONS,
      // One for each epoch of the recipes that learn from them
      default: 15,
    }),
    fade: wholeNumberFlag({
      value: "N",
      help:
        "over this many versions, the last ones, the changes shrink to none",
      from: 0,
      to: MAX_VERSIONS,
      otherwise: "half of the versions",
    }),
    seed: wholeNumberFlag({
      value: "N",
      help: "seed of the random changes",
      from: 0,
      to: LARGEST_SEED,
      default: 1,
    }),
    data: dataFlag,
    limit: limitFlag,
    validation: validationFlag,
    writers: writersFlag(),
    out: pathFlag({
      value: "DIR",
      help:
        "folder of the answers; if an earlier process was interrupted there, its work goes on",
      otherwise: "data/soft_targets",
    }),
  },
} satisfies Command;

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const given = readArguments(TEACH, args);
  if (!given) {
    print(helpText(TEACH));
    return ExitCode.OK;
  }
  const { data, limit, validation, writers } = given.flags;
  const fade = fadeOf(given.flags);
  const all = await loadDataset(data, limit, signal);
  const dataset = await heldOutFrom(all, { validation, writers });
  return await teach(dataset, { ...given.flags, fade }, signal);
}

/** What the flags say of the answers. */
interface TeachOptions {
  /** Folder of the teachers' runs. */
  readonly teachers?: string;
  /** Folder of the answers. */
  readonly out?: string;
  readonly versions: number;
  readonly fade: number;
  readonly seed: number;
}

/** Has the teachers answer for the training images, and scores them on the test images. */
async function teach(
  dataset: Dataset,
  options: TeachOptions,
  signal: AbortSignal,
): Promise<number> {
  const { versions, fade, seed } = options;
  const { teachers = teachersFolder(), out = softTargetsFolder() } = options;
  const described = describeDataset(dataset);
  const found = await findTeachers(teachers, described);
  const { augmentation, normalization, sha256, models } = found;
  for (const run of found.unfinished) {
    say(`Skipped: the training of "${run}" is unfinished`);
  }
  using targets = await openSoftTargets(out, {
    data: described,
    teachers: { count: models.length, sha256 },
    augmentation,
    ...fade > 0 && { fade },
    versions,
    seed,
  });
  const backend = await selectBackend({ library: { signal } });
  say(`Backend: ${backend.description}`);
  const teacher = await loadTeachers(found);
  say(
    `Teachers: ${models.length} networks; ${
      versions - targets.missing.length
    } of ${versions} versions are done`,
  );
  const answers: Answers = (onProgress) =>
    generateSoftTargets(teacher, dataset.train, normalization, augmentation, {
      versions: targets.missing,
      seed,
      strengthOf: createStrength({ fade: fade / versions }, versions),
      signal,
      onProgress,
    });
  try {
    await keepAnswers(answers, out, dataset.train.count, versions);
  } catch (error) {
    if (error !== signal.reason) throw error;
    say("Interrupted: run the same command again to go on");
    return ExitCode.INTERRUPTED;
  }
  using evaluator = new Evaluator(teacher, normalization);
  const score = await evaluator.evaluate(dataset.test, { signal });
  print(resultLine("Test Data, teachers together", score, dataset.source));
  say(`Soft targets: ${out}`);
  return ExitCode.OK;
}

/** Over how many versions the changes shrink. */
function fadeOf(
  { versions, fade = Math.floor(versions / 2) }: {
    readonly versions: number;
    readonly fade?: number;
  },
): number {
  if (fade <= versions) return fade;
  throw new UsageError(
    `Cannot use --fade: it must be a whole number from 0 to ${versions}: current value is "${fade}"`,
  );
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
