/**
 * `deno task predict`: recognises the digits in PNG files, or whatever the network has
 * learned to recognise.
 *
 * @module
 */
import { createDigits, createLabels, PIXELS } from "../data/digits.ts";
import { FileError } from "../files/errors.ts";
import { readDigitPng } from "../data/png/read_digit.ts";
import { Evaluator } from "../evaluation/evaluate.ts";
import { requireProbabilities } from "../evaluation/require_probabilities.ts";
import { pythonFixed } from "../terminal/python_format.ts";
import { ExitCode, exitCodeOf } from "./command/exit.ts";
import { type Command, readArguments } from "./command/arguments.ts";
import { pathFrom, UsageError } from "./command/flags.ts";
import { helpText } from "./command/help.ts";
import { openModel } from "./command/open_model.ts";
import { print, say } from "./command/output.ts";
import { modelFlag } from "./command/shared_flags.ts";

/** `deno task predict`. */
export const PREDICT = {
  name: "predict",
  words: "IMAGE.png...",
  summary:
    "Recognises the digits in PNG files, or the classes that the network has learned: a line for each file, with the probability of each class. Of more than ten classes, the five most probable are shown.",
  flags: { model: modelFlag },
  notes:
    "Ends with 2 if a file could not be read; the others are answered all the same.",
} satisfies Command;

/** Files that are read and answered together. */
const BATCH_SIZE = 250;

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const given = readArguments(PREDICT, args);
  if (!given) {
    print(helpText(PREDICT));
    return ExitCode.OK;
  }
  const paths = given.words.map((path) => pathFrom("IMAGE.png", path));
  if (paths.length === 0) {
    throw new UsageError(
      "Cannot predict: it needs at least one PNG file; see deno task predict --help",
    );
  }
  const { folder, model, info } = await openModel(given.flags.model, signal);
  say(`Model: ${folder}`);

  using evaluator = new Evaluator(model, info.normalization);
  let exitCode: number = ExitCode.OK;
  for (let start = 0; start < paths.length; start += BATCH_SIZE) {
    const batch = paths.slice(start, start + BATCH_SIZE);
    const { read, images } = await readPictures(batch);
    if (read.length < batch.length) exitCode = ExitCode.INPUT;
    if (read.length === 0) continue;
    const { classes } = info;
    const unknown = createLabels(read.length, classes.length);
    const answers = await evaluator.evaluate(
      createDigits(images, unknown, classes),
      { signal },
    );
    requireProbabilities(answers, folder, (index) => `"${read[index]}"`);
    const { predictions, logProbabilities } = answers;
    read.forEach((path, index) =>
      print(
        answerLine(
          path,
          predictions[index],
          logProbabilities.subarray(
            index * classes.length,
            (index + 1) * classes.length,
          ),
          classes,
        ),
      )
    );
  }
  return exitCode;
}

interface Pictures {
  /** Paths of the files that could be read. */
  readonly read: readonly string[];
  /** uint8 [read.length, 28, 28]. */
  readonly images: Uint8Array<ArrayBuffer>;
}

/** Reads PNG files; says which ones can't be read, and leaves them out. */
async function readPictures(paths: readonly string[]): Promise<Pictures> {
  const read: string[] = [];
  const images = new Uint8Array(paths.length * PIXELS);
  for (const path of paths) {
    try {
      images.set(await readDigitPng(path), read.length * PIXELS);
      read.push(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      say(error.message);
    }
  }
  return { read, images: images.subarray(0, read.length * PIXELS) };
}

/** More classes are not all shown. */
const SHOWN_CLASSES = 10;
/** Of more classes, so many of the most probable are. */
const SHOWN_OF_MANY = 5;

/** `seven.png: 7  0: 0.0% 1: 0.1% …`. */
function answerLine(
  path: string,
  answer: number,
  logProbabilities: Float32Array,
  classes: readonly string[],
): string {
  const labels = Array.from(classes.keys());
  const shown = classes.length <= SHOWN_CLASSES
    ? labels
    : labels.sort((a, b) => logProbabilities[b] - logProbabilities[a])
      .slice(0, SHOWN_OF_MANY);
  const shares = shown.map((label) =>
    `${classes[label]}: ${
      pythonFixed(100 * Math.exp(logProbabilities[label]), 1)
    }%`
  );
  return `${path}: ${classes[answer]}  ${shares.join(" ")}`;
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
