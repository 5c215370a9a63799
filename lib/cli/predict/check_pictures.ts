/**
 * `deno task predict:check`: how many digits a network reads in pictures as people make
 * them, by kind of picture.
 *
 * @module
 */
import { join } from "node:path";
import { encode } from "fast-png";
import {
  createDigits,
  createLabels,
  DIGIT_CLASSES,
  PIXELS,
} from "../../data/digits.ts";
import { findDigits } from "../../data/pictures/find_digits.ts";
import type { GreyPicture } from "../../data/pictures/grey_picture.ts";
import { luminanceOf } from "../../data/pictures/luminance.ts";
import { centreDigit } from "../../data/pictures/centre_digit.ts";
import { drawPictures } from "../../data/synthetic/pictures/draw.ts";
import { KINDS } from "../../data/synthetic/pictures/kinds.ts";
import { wilsonInterval } from "../../evaluation/confidence_intervals.ts";
import { Evaluator } from "../../evaluation/evaluate.ts";
import { requireProbabilities } from "../../evaluation/require_probabilities.ts";
import { writeFileAtomically } from "../../files/atomic_file.ts";
import { fileError } from "../../files/errors.ts";
import type { SavedModel } from "../../model/files/model_folder.ts";
import { type Command, readArguments } from "../command/arguments.ts";
import { ExitCode, exitCodeOf } from "../command/exit.ts";
import {
  choiceFlag,
  pathFlag,
  UsageError,
  wholeNumberFlag,
} from "../command/flags.ts";
import { helpText } from "../command/help.ts";
import { openModel } from "../command/open_model.ts";
import { print, say } from "../command/output.ts";
import { LARGEST_SEED, modelFlag } from "../command/shared_flags.ts";

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

type Pixels = Uint8Array<ArrayBuffer>;

/** A picture and what came of it. */
interface Checked {
  readonly kind: string;
  readonly label: number;
  /** uint8 [28, 28]; undefined if no digit was found. */
  readonly digit: Pixels | undefined;
  /** The same of a picture that was only scaled and centred. */
  readonly plain: Pixels | undefined;
  /** The picture as PNG, if wrong ones are to be kept. */
  readonly png: Uint8Array | undefined;
}

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const given = readArguments(PREDICT_CHECK, args);
  if (!given) {
    print(helpText(PREDICT_CHECK));
    return ExitCode.OK;
  }
  const { out, model } = given.flags;
  const opened = await openModel(model, signal);
  const { classes } = opened.info;
  if (DIGIT_CLASSES.some((name, digit) => classes[digit] !== name)) {
    throw new UsageError(
      `Cannot check pictures: the network must know the digits 0 to 9: its classes begin with ${
        classes.slice(0, 3).join(", ")
      }; choose another with --model`,
    );
  }
  say(`Model: ${opened.folder}`);
  if (out !== undefined) await makeFolder(out);
  const checked: Checked[] = [];
  for await (const picture of drawPictures(given.flags)) {
    signal.throwIfAborted();
    const { kind, label, width, height, values } = picture;
    const grey = luminanceOf({ rows: height, columns: width, values });
    const png = out === undefined
      ? undefined
      : encode({ width, height, data: values, channels: 4, depth: 8 });
    const [digit] = findDigits(grey).digits;
    checked.push({ kind, label, digit, plain: centred(grey), png });
  }
  using evaluator = new Evaluator(opened.model, opened.info.normalization);
  const ask = (digits: readonly (Pixels | undefined)[]) =>
    answersTo(evaluator, opened, digits, signal);
  const answers = await ask(checked.map(({ digit }) => digit));
  const plain = await ask(checked.map(({ plain }) => plain));
  printTable(checked, answers, plain);
  if (out !== undefined) await keepWrong(out, checked, answers);
  return ExitCode.OK;
}

function centred({ rows, columns, values }: GreyPicture): Pixels | undefined {
  return centreDigit({
    width: columns,
    height: rows,
    values: Float64Array.from(values, (value) => value / 255),
  });
}

/** The network's answer to each digit; -1 where there is none. */
async function answersTo(
  evaluator: Evaluator,
  { folder, info: { classes } }: SavedModel & { readonly folder: string },
  digits: readonly (Pixels | undefined)[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  const images = new Uint8Array(digits.length * PIXELS);
  digits.forEach((digit, k) => digit && images.set(digit, k * PIXELS));
  const labels = createLabels(digits.length, classes.length);
  const evaluation = await evaluator.evaluate(
    createDigits(images, labels, classes),
    { signal },
  );
  requireProbabilities(evaluation, folder, (k) => `picture ${k + 1}`);
  return digits.map((digit, k) => digit ? evaluation.predictions[k] : -1);
}

/** A row for each kind, and one for all, as Markdown. */
function printTable(
  checked: readonly Checked[],
  answers: readonly number[],
  plain: readonly number[],
): void {
  const width = Math.max(...KINDS.map(({ name }) => name.length));
  const all = [...checked.keys()];
  const share = (own: readonly number[], given: readonly number[]) => {
    const right = own.filter((k) => given[k] === checked[k].label).length;
    return { right, percent: (100 * right / own.length).toFixed(1) };
  };
  const row = (name: string, own: readonly number[]) => {
    const { right, percent } = share(own, answers);
    const cells = [
      name.padEnd(width),
      String(own.length).padStart(8),
      String(right).padStart(5),
      percent.padStart(5),
      share(own, plain).percent.padStart(15),
    ];
    print(`| ${cells.join(" | ")} |`);
  };
  print(
    `| ${"kind".padEnd(width)} | pictures | right |     % | centred only, % |`,
  );
  print(
    `| ${"-".repeat(width)} | -------: | ----: | ----: | --------------: |`,
  );
  for (const { name } of KINDS) {
    const own = all.filter((k) => checked[k].kind === name);
    if (own.length > 0) row(name, own);
  }
  row("all", all);
  const { low, high } = wilsonInterval(share(all, answers).right, all.length);
  say(
    `95 % interval of all: ${(100 * low).toFixed(1)} to ${
      (100 * high).toFixed(1)
    } %`,
  );
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
  } catch (error) {
    throw fileError(`Cannot write pictures to "${folder}"`, error);
  }
}

/** Writes the pictures that were read wrong, and what the network saw of each. */
async function keepWrong(
  folder: string,
  checked: readonly Checked[],
  answers: readonly number[],
): Promise<void> {
  try {
    for (const [k, { kind, label, digit, png }] of checked.entries()) {
      if (answers[k] === label) continue;
      const number = String(k + 1).padStart(4, "0");
      const read = answers[k] < 0 ? "nothing" : `${answers[k]}`;
      const name = `${number} ${kind} ${label} read as ${read}`
        .replaceAll(" ", "_");
      await writeFileAtomically(join(folder, `${name}.png`), png!);
      if (!digit) continue;
      await writeFileAtomically(
        join(folder, `${name}_seen.png`),
        encode({ width: 28, height: 28, data: digit, channels: 1, depth: 8 }),
      );
    }
  } catch (error) {
    throw fileError(`Cannot write pictures to "${folder}"`, error);
  }
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
