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
import { teach } from "../training/soft_targets.ts";
import { findTeachers, loadTeachers } from "../teachers/find.ts";
import { heldOutFrom, loadDataset } from "./command/dataset.ts";
import { ExitCode, exitCodeOf } from "./command/exit.ts";
import {
  parseFlags,
  pathFrom,
  UsageError,
  wholeNumber,
} from "./command/flags.ts";
import { print, say } from "./command/output.ts";
import { softTargetsFolder, teachersFolder } from "./command/folders.ts";

/** One for each epoch of the recipes that learn from them. */
const DEFAULT_VERSIONS = 15;

const USAGE = `deno task teach [flags]

Has networks that are trained, the teachers, answer together for every training
image, several times, each time moved at random as the images were that they learned
from. Recipes with distillation learn from these answers in place of the labels.

  --teachers DIR   folder of their runs, all of which must have learned from these
                   images and no others (default: data/sweeps/teachers/trials, which
                   deno task sweep sweeps/teachers.json fills)
  --versions N     how often each image is moved and answered for (default: ${DEFAULT_VERSIONS})
  --fade N         over how many versions, the last ones, the moves shrink evenly to
                   none (default: half of them)
  --seed N         of the moves (default: 1)
  --data DIR       folder with four IDX files (default: as in deno task train)
  --limit N, --validation, --writers
                   as in deno task train
  --out DIR        folder of the answers (default: data/soft_targets); what an earlier
                   process left there goes on
  --help           show this`;

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const { values } = parseFlags(args, {
    "teachers": { type: "string" },
    "versions": { type: "string" },
    "fade": { type: "string" },
    "seed": { type: "string" },
    "data": { type: "string" },
    "limit": { type: "string" },
    "validation": { type: "boolean" },
    "writers": { type: "boolean" },
    "out": { type: "string" },
    "help": { type: "boolean" },
  }, "deno task teach");
  if (values.help) {
    print(USAGE);
    return ExitCode.OK;
  }
  if (values.writers && !values.validation) {
    throw new UsageError(
      "Cannot teach: --writers must come with --validation: it is missing",
    );
  }
  const runs = pathFrom("--teachers", values.teachers) ?? teachersFolder();
  const folder = pathFrom("--out", values.out) ?? softTargetsFolder();
  const versions = wholeNumber("versions", values.versions, 1, MAX_VERSIONS) ??
    DEFAULT_VERSIONS;
  const fade = wholeNumber("fade", values.fade, 0, versions) ??
    Math.floor(versions / 2);
  const seed = wholeNumber("seed", values.seed, 0, 2 ** 32 - 1) ?? 1;
  const limit = wholeNumber("limit", values.limit, 1);
  const data = pathFrom("--data", values.data);

  const all = await loadDataset(data, limit, signal);
  const dataset = await heldOutFrom(all, values);
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
    const answers = teach(teacher, dataset.train, normalization, augmentation, {
      versions: missing,
      seed,
      strengthOf: createStrength({ fade: fade / versions }, versions),
      signal,
      onProgress: (version, done) => {
        bar ??= new ProgressBar(count, stderrTarget());
        bar.update(done, `version ${version + 1} of ${versions}`);
      },
    });
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
