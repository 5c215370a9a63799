/**
 * `deno task predict`: recognises the digits in pictures, or whatever the network has
 * learned to recognise.
 *
 * @module
 */
import { COLUMNS } from "../../data/digits.ts";
import { areDigits } from "../../data/pictures/read_digits.ts";
import { Evaluator } from "../../evaluation/evaluate.ts";
import { drawPixels } from "../../terminal/pixel_blocks.ts";
import {
  type Command,
  type FlagValues,
  readArguments,
} from "../command/arguments.ts";
import { ExitCode, exitCodeOf } from "../command/exit.ts";
import { pathFrom, switchFlag, UsageError } from "../command/flags.ts";
import { helpText } from "../command/help.ts";
import { describeModel } from "../command/find_model.ts";
import { type OpenedModel, openModel } from "../command/open_model.ts";
import { print, say } from "../command/output.ts";
import { modelFlag } from "../command/shared_flags.ts";
import {
  type Answer,
  answerJson,
  answerLine,
  errorJson,
  splitJson,
  splitLines,
} from "./answer.ts";
import { evaluateDigits } from "./evaluate_digits.ts";
import { type ReadFile, readInBatches } from "./read_files.ts";

/** `deno task predict`. */
export const PREDICT = {
  name: "predict",
  words: "PICTURE...",
  summary:
    "Recognises the digits in pictures (PNG, JPEG, WebP or GIF files of up to 51 megapixels), or the classes that the network has learned: a line for each file, with the three most probable classes.",
  flags: {
    model: modelFlag,
    split: switchFlag({
      help:
        "find several digits in each picture and read them in order: all of them as one number, and a line for each",
    }),
    show: switchFlag({
      help: "draw what the network saw: 28×28 pixels for each digit",
    }),
    json: switchFlag({
      help:
        "write a JSON object for each file: file, answer, probabilities, and box, the digit's place in the picture; with --split: file, answer, and digits, a list of such objects; or file and error",
    }),
  },
  notes:
    "Ends with 2 if a file could not be read or shows no digit; the others are answered all the same.",
} satisfies Command;

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const given = readArguments(PREDICT, args);
  if (!given) {
    print(helpText(PREDICT));
    return ExitCode.OK;
  }
  const { flags } = given;
  const paths = given.words.map((path) => pathFrom("PICTURE", path));
  if (paths.length === 0) {
    throw new UsageError(
      "Cannot predict: it needs at least one picture; see deno task predict --help",
    );
  }
  if (flags.show && flags.json) {
    throw new UsageError(
      "Cannot predict: --show draws for people and --json writes for programs: both are given; leave one out",
    );
  }
  const opened = await openModel(flags.model, signal);
  say(`Model: ${describeModel(opened.folder)}`);
  using evaluator = new Evaluator(opened.model, opened.info.normalization);
  const options = {
    split: flags.split,
    anything: !areDigits(opened.info.classes),
  };
  let exitCode: number = ExitCode.OK;
  for await (const files of readInBatches(paths, options, signal)) {
    const answers = await answersOf(evaluator, opened, files, signal);
    for (const [index, file] of files.entries()) {
      if ("error" in file) exitCode = ExitCode.INPUT;
      printFile(file, answers[index], opened.info.classes, flags);
    }
  }
  return exitCode;
}

/** The answers to each file's digits. */
async function answersOf(
  evaluator: Evaluator,
  opened: OpenedModel,
  files: readonly ReadFile[],
  signal: AbortSignal,
): Promise<readonly (readonly Answer[])[]> {
  const asked = files.flatMap((file) =>
    "error" in file ? [] : file.digits.map((digit, k) => ({
      digit,
      box: file.boxes[k],
      path: file.path,
    }))
  );
  if (asked.length === 0) return files.map(() => []);
  const { predictions, logProbabilities } = await evaluateDigits(
    evaluator,
    opened,
    asked.map(({ digit }) => digit),
    (k) => `"${asked[k].path}"`,
    signal,
  );
  const { classes } = opened.info;
  const answers = asked.map(({ box }, k) => ({
    answer: classes[predictions[k]],
    probabilities: Array.from(
      logProbabilities.subarray(k * classes.length, (k + 1) * classes.length),
      Math.exp,
    ),
    box,
  }));
  let next = 0;
  return files.map((file) =>
    "error" in file ? [] : file.digits.map(() => answers[next++])
  );
}

/** Writes what is known of a file, as the flags ask for it. */
function printFile(
  file: ReadFile,
  answers: readonly Answer[],
  classes: readonly string[],
  { split, show, json }: FlagValues<typeof PREDICT.flags>,
): void {
  const { path } = file;
  if ("error" in file) {
    if (json) print(errorJson(path, file.error));
    return;
  }
  if (json) {
    print(
      split
        ? splitJson(path, answers, classes)
        : answerJson(path, answers[0], classes),
    );
    return;
  }
  const lines = split
    ? splitLines(path, answers, classes)
    : [answerLine(path, answers[0], classes)];
  lines.forEach(print);
  if (show) drawingOf(file.digits).forEach(print);
}

function drawingOf(digits: readonly Uint8Array[]): string[] {
  const terminal = Deno.stdout.isTerminal();
  return drawPixels(digits, {
    columns: COLUMNS,
    width: terminal ? Deno.consoleSize().columns : undefined,
    shades: terminal && !Deno.noColor,
  });
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
