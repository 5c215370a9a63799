/**
 * `deno task teach`: has trained networks answer for the training images, and keeps
 * what they answer.
 *
 * @module
 */
import { describeDataset } from "../data/dataset_digest.ts";
import { Evaluator } from "../evaluation/evaluate.ts";
import { selectBackend } from "../tensorflow/select_backend.ts";
import { createStrength } from "../training/augmentation/augment.ts";
import { resultLine } from "../terminal/result_lines.ts";
import { ProgressBar, stderrTarget } from "../terminal/progress_bar.ts";
import { MAX_VERSIONS } from "../teachers/soft_target_config.ts";
import {
  openSoftTargets,
  writeVersion,
} from "../teachers/soft_target_files.ts";
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
  const { versions, seed, data, limit, ...heldOut } = given.flags;
  const {
    teachers: runs = teachersFolder(),
    out: folder = softTargetsFolder(),
  } = given.flags;
  const fade = given.flags.fade ?? Math.floor(versions / 2);
  if (fade > versions) {
    throw new UsageError(
      `Cannot use --fade: it must be a whole number from 0 to ${versions}: current value is "${fade}"`,
    );
  }
  const all = await loadDataset(data, limit, signal);
  const dataset = await heldOutFrom(all, heldOut);
  const described = describeDataset(dataset);
  const found = await findTeachers(runs, described);
  const { augmentation, normalization, sha256, models, unfinished } = found;
  for (const run of unfinished) {
    say(`Passed over: "${run}" was not trained to its end`);
  }
  using kept = await openSoftTargets(folder, {
    data: described,
    teachers: { count: models.length, sha256 },
    augmentation,
    ...fade > 0 && { fade },
    versions,
    seed,
  });
  const { missing } = kept;
  const backend = await selectBackend({ library: { signal } });
  say(`Backend: ${backend.description}`);
  const teacher = await loadTeachers(found);
  say(
    `Teachers: ${models.length} networks; ${
      versions - missing.length
    } of ${versions} versions are there`,
  );

  const { count } = dataset.train;
  let bar: ProgressBar | undefined;
  try {
    const answers = generateSoftTargets(
      teacher,
      dataset.train,
      normalization,
      augmentation,
      {
        versions: missing,
        seed,
        strengthOf: createStrength({ fade: fade / versions }, versions),
        signal,
        onProgress: (version, done) => {
          bar ??= new ProgressBar(count, stderrTarget());
          bar.update(done, `version ${version + 1} of ${versions}`);
        },
      },
    );
    for await (const { version, rows } of answers) {
      bar?.close();
      bar = undefined;
      await writeVersion(folder, version, rows);
    }
  } catch (error) {
    if (error !== signal.reason) throw error;
    say("Interrupted: the same command goes on");
    return ExitCode.INTERRUPTED;
  } finally {
    bar?.abandon();
  }
  using evaluator = new Evaluator(teacher, normalization);
  const score = await evaluator.evaluate(dataset.test, { signal });
  print(
    resultLine("Test Data, teachers together", score, dataset.source),
  );
  say(`Soft targets: ${folder}`);
  return ExitCode.OK;
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
