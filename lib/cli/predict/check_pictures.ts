/**
 * `deno task predict:check`: how many digits a network reads in pictures as people make
 * them, by kind of picture.
 *
 * @module
 */
import { DIGIT_CLASSES, PIXELS } from "../../data/digits.ts";
import { wilsonInterval } from "../../evaluation/confidence_intervals.ts";
import { Evaluator } from "../../evaluation/evaluate.ts";
import { type Command, readArguments } from "../command/arguments.ts";
import { ExitCode, exitCodeOf } from "../command/exit.ts";
import {
  choiceFlag,
  pathFlag,
  UsageError,
  wholeNumberFlag,
} from "../command/flags.ts";
import { describeModel } from "../command/find_model.ts";
import { helpText } from "../command/help.ts";
import { type OpenedModel, openModel } from "../command/open_model.ts";
import { print, say } from "../command/output.ts";
import { LARGEST_SEED, modelFlag } from "../command/shared_flags.ts";
import { checkTable, countRight, type Reading } from "./check_table.ts";
import { evaluateDigits } from "./evaluate_digits.ts";
import { lookAtPictures } from "./look_at_pictures.ts";
import { makePictureFolder, writeMisread } from "./misread_pictures.ts";

/** Pictures whose digits are answered together. */
const BATCH_SIZE = 250;

/** What the network sees where no digit is found; its answer doesn't count. */
const NOTHING = new Uint8Array(PIXELS);

const fontsFlag = choiceFlag(["test", "development"], {
  value: "SET",
  help:
    "the fonts of half of the digits: those that finding digits was developed with, or others",
  default: "test",
});

/** `deno task predict:check`. */
export const PREDICT_CHECK = {
  name: "predict:check",
  summary:
    "Draws pictures of single digits as people make them (paint programs, photos, pencil on squared paper), has the network read them as deno task predict does, and prints how many are right, by kind of picture; beside it, how many would be if the picture were only scaled and centred.",
  flags: {
    model: modelFlag,
    count: wholeNumberFlag({
      value: "N",
      help: "pictures to draw; the kinds come in turn",
      from: 1,
      to: 100_000,
      default: 1000,
    }),
    seed: wholeNumberFlag({
      value: "N",
      help: "seed of the pictures",
      from: 0,
      to: LARGEST_SEED,
      default: 1,
    }),
    fonts: fontsFlag,
    out: pathFlag({
      value: "DIR",
      help:
        "folder for the pictures that are read wrong, each beside what the network saw",
    }),
  },
} satisfies Command;

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const given = readArguments(PREDICT_CHECK, args);
  if (!given) {
    print(helpText(PREDICT_CHECK));
    return ExitCode.OK;
  }
  const { out, model, ...options } = given.flags;
  const opened = await openModel(model, signal);
  requireDigits(opened.info.classes);
  say(`Model: ${describeModel(opened.folder)}`);
  if (out !== undefined) await makePictureFolder(out);
  using evaluator = new Evaluator(opened.model, opened.info.normalization);
  const readings: Reading[] = [];
  const ask = (digits: readonly (Uint8Array | undefined)[]) =>
    answersTo(evaluator, opened, digits, readings.length + 1, signal);
  const batches = lookAtPictures(
    options,
    BATCH_SIZE,
    out !== undefined,
    signal,
  );
  for await (const batch of batches) {
    const answers = await ask(batch.map(({ digit }) => digit));
    const centredAnswers = await ask(batch.map(({ centred }) => centred));
    for (const [k, picture] of batch.entries()) {
      const { kind, source, label } = picture;
      const [answer, centredAnswer] = [answers[k], centredAnswers[k]];
      readings.push({ kind, source, label, answer, centredAnswer });
      if (out === undefined || answer === label) continue;
      await writeMisread(out, readings.length, picture, answer);
    }
  }
  checkTable(readings).forEach(print);
  sayInterval(countRight(readings), readings.length);
  return ExitCode.OK;
}

/**
 * The network's answer to each digit; undefined where there is no digit.
 *
 * @param first Number of the first digit's picture
 */
async function answersTo(
  evaluator: Evaluator,
  opened: OpenedModel,
  digits: readonly (Uint8Array | undefined)[],
  first: number,
  signal: AbortSignal,
): Promise<readonly (number | undefined)[]> {
  const { predictions } = await evaluateDigits(
    evaluator,
    opened,
    digits.map((digit) => digit ?? NOTHING),
    (k) => `picture ${first + k}`,
    signal,
  );
  return digits.map((digit, k) => digit && predictions[k]);
}

function requireDigits(classes: readonly string[]): void {
  if (DIGIT_CLASSES.every((name, digit) => classes[digit] === name)) return;
  throw new UsageError(
    `Cannot check pictures: the network must know the digits 0 to 9: its classes begin with ${
      classes.slice(0, 3).join(", ")
    }; choose another with --model`,
  );
}

function sayInterval(right: number, count: number): void {
  const { low, high } = wilsonInterval(right, count);
  say(
    `95 % interval of all: ${(100 * low).toFixed(1)} to ${
      (100 * high).toFixed(1)
    } %`,
  );
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
