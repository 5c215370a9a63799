/** What the benchmarks take. @module */
import {
  type Command,
  type Flags,
  type FlagValues,
  readArguments,
} from "../lib/cli/command/arguments.ts";
import { ExitCode } from "../lib/cli/command/exit.ts";
import {
  choiceFlag,
  numberFlag,
  repeatable,
  switchFlag,
  textFlag,
  UsageError,
  wholeNumberFlag,
} from "../lib/cli/command/flags.ts";
import { helpText } from "../lib/cli/command/help.ts";
import { dataFlag } from "../lib/cli/command/shared_flags.ts";
import { type Recipe, recipes } from "../lib/training/recipes/recipes.ts";

/** `deno task bench`. */
export const BENCH = {
  name: "bench",
  summary:
    "Times a training step of this project beside PyTorch's and Keras's, all in one interleaved run.",
  flags: {
    batch: repeatable(wholeNumberFlag({
      value: "N",
      help: "images in a step; once for each table",
      from: 1,
      default: 32,
    })),
    evaluate: switchFlag({ help: "time evaluation instead of training" }),
    rounds: wholeNumberFlag({
      value: "N",
      help: "how often each contender is timed",
      from: 1,
      default: 7,
    }),
    seconds: numberFlag({
      value: "S",
      help: "about how long each time",
      from: 0,
      to: 3600,
      default: 3,
    }),
    only: repeatable(textFlag({
      value: "TEXT",
      help: "time only contenders whose names contain TEXT",
    })),
  },
} satisfies Command;

/** The recipes that bench/peers/pytorch_train.py can train too. */
const COMPARABLE = Object.values<Recipe>(recipes)
  .filter(({ averaging }) => !averaging)
  .map(({ name }) => name as keyof typeof recipes);

/** `deno task bench:runs`. */
export const BENCH_RUNS = {
  name: "bench:runs",
  summary:
    "Times whole training runs on MNIST, from the start of the process, beside the same recipe in PyTorch. MNIST_DIR must name the folder of MNIST's four files.",
  flags: {
    recipe: choiceFlag(COMPARABLE, {
      value: "NAME",
      help: "one without averaged weights, which the PyTorch program lacks",
      default: "reference",
    }),
    epochs: wholeNumberFlag({
      value: "N",
      help: "epochs of each run",
      from: 1,
      to: 10_000,
      otherwise: "the recipe's",
    }),
    seeds: wholeNumberFlag({
      value: "N",
      help: "runs of each contender, with seeds 1 to N",
      from: 1,
      default: 3,
    }),
    until: numberFlag({
      value: "PERCENT",
      help:
        "also the time until the first epoch that ends with this accuracy on the test set",
      from: 0,
      to: 100,
    }),
    compile: switchFlag({ help: "time torch.compile too" }),
    bfloat16: switchFlag({
      help:
        "train with deno task train --bfloat16, and time PyTorch in bfloat16 too (autocast)",
    }),
  },
} satisfies Command;

/** `deno task bench:fit`. */
export const BENCH_FIT = {
  name: "bench:fit",
  summary:
    "Times the steps of model.fit(), recorded, op by op, on TensorFlow.js's cpu backend, in Keras and in PyTorch, in turn.",
  flags: {
    rounds: wholeNumberFlag({
      value: "N",
      help: "how often each is timed",
      from: 1,
      default: 9,
    }),
    steps: wholeNumberFlag({
      value: "N",
      help: "steps of a round",
      from: 1,
      default: 40,
    }),
    only: repeatable(textFlag({
      value: "TEXT",
      help:
        "time only models whose names contain TEXT: convolutional, table, forecast, autoencoder, transformer",
    })),
  },
} satisfies Command;

/** `deno task bench:examples`. */
export const BENCH_EXAMPLES = {
  name: "bench:examples",
  summary:
    "Times the examples of lib/tensorflow, on TensorFlow and on TensorFlow.js's cpu backend in turn.",
  flags: {
    rounds: wholeNumberFlag({
      value: "N",
      help: "how often each is timed",
      from: 1,
      default: 3,
    }),
  },
} satisfies Command;

/** `deno task profile`. */
export const PROFILE = {
  name: "profile",
  summary:
    "Shows where the time of a training step goes, operation by operation.",
  flags: {
    batch: wholeNumberFlag({
      value: "N",
      help: "images in a step",
      from: 1,
      default: 32,
    }),
    steps: wholeNumberFlag({
      value: "N",
      help: "steps to trace",
      from: 1,
      default: 30,
    }),
    interOp: wholeNumberFlag({
      value: "N",
      help: "operations that TensorFlow runs side by side",
      from: 1,
      default: 2,
    }),
    intraOp: wholeNumberFlag({
      value: "N",
      help: "threads for one operation",
      from: 1,
      default: 1,
    }),
    top: wholeNumberFlag({
      value: "N",
      help: "operations in the table",
      from: 1,
      default: 25,
    }),
    timeline: switchFlag({
      help: "also draw what ran beside what in the shortest step",
    }),
  },
} satisfies Command;

/** `deno task export:check`. */
export const EXPORT_CHECK = {
  name: "export:check",
  words: "[RUN]",
  summary:
    "Exports a trained network in every format and precision, opens each export by the format's own reader, in Python where it has one there, and compares the answers for the test images with ours: the largest difference, and the accuracy.",
  flags: { data: dataFlag },
} satisfies Command;

/**
 * The flags that a benchmark was given. Ends the process after `--help`, and with one
 * line at a wrong flag.
 */
export function flagsOf<F extends Flags>(command: Command<F>): FlagValues<F> {
  try {
    const given = readArguments(command, Deno.args);
    if (given) return given.flags;
    console.log(helpText(command));
    Deno.exit(ExitCode.OK);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    Deno.exit(ExitCode.INPUT);
  }
}
