/**
 * `deno task evaluate`: scores a trained network on the training set and the test set.
 *
 * @module
 */
import type { Dataset, Digits } from "../data/digits.ts";
import { testWriters } from "../data/splits/test_writers.ts";
import { Evaluator } from "../evaluation/evaluate.ts";
import type { Evaluation } from "../evaluation/score.ts";
import { requireProbabilities } from "../evaluation/require_probabilities.ts";
import { NINE_VIEWS } from "../evaluation/test_time_augmentation.ts";
import {
  wilsonInterval,
  writersInterval,
} from "../evaluation/confidence_intervals.ts";
import { resultLine, type ResultName } from "../terminal/result_lines.ts";
import { pythonFixed } from "../terminal/python_format.ts";
import { heldOutFrom, loadDataset, requireClasses } from "./command/dataset.ts";
import { ExitCode, exitCodeOf } from "./command/exit.ts";
import { type Command, readArguments } from "./command/arguments.ts";
import { switchFlag } from "./command/flags.ts";
import { describeModel } from "./command/find_model.ts";
import { helpText } from "./command/help.ts";
import { openModel } from "./command/open_model.ts";
import { print, say } from "./command/output.ts";
import { dataFlag, modelFlag } from "./command/shared_flags.ts";

/** `deno task evaluate`. */
export const EVALUATE = {
  name: "evaluate",
  summary: "Scores a trained network on the training set and the test set.",
  flags: {
    model: modelFlag,
    data: dataFlag,
    validation: switchFlag({
      help:
        "score the training images that deno task train --validation held out, in place of the test set, and those it trained on",
    }),
    writers: switchFlag({
      help: "the images that train --validation --writers held out",
      needs: { flag: "validation" },
    }),
    views: switchFlag({
      help:
        "also score the test set by the mean of nine views of each image: moved by a pixel, turned by 5 degrees, 5 % larger or smaller",
    }),
  },
} satisfies Command;

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const given = readArguments(EVALUATE, args);
  if (!given) {
    print(helpText(EVALUATE));
    return ExitCode.OK;
  }
  const { model: named, data, views, ...heldOut } = given.flags;
  const { folder, model, info } = await openModel(named, signal);
  say(
    `Model: ${
      describeModel(folder)
    }, epoch ${info.epoch} of recipe ${info.recipe} on ${info.trainedOn}`,
  );
  const all = await loadDataset(data, undefined, signal);
  requireClasses(info.classes, all);
  const { train, test, source } = await heldOutFrom(all, heldOut);

  using evaluator = new Evaluator(model, info.normalization);
  const scored = async (digits: Digits, by: Evaluator, name: ResultName) => {
    const evaluation = await by.evaluate(digits, { signal });
    requireProbabilities(evaluation, folder, (index) => `image ${index}`);
    print(resultLine(name, evaluation, source));
    return evaluation;
  };
  await scored(train, evaluator, "Train Data");
  const tested = await scored(test, evaluator, "Test Data");
  if (views) {
    using ofViews = new Evaluator(model, info.normalization, NINE_VIEWS);
    await scored(test, ofViews, "Test Data, mean of 9 views");
  }
  print(await intervalLine(tested, test, source));
  return ExitCode.OK;
}

/** Between which values the accuracy is known to lie. */
async function intervalLine(
  { predictions, correct, count }: Evaluation,
  test: Digits,
  source: Dataset["source"],
): Promise<string> {
  const writers = await testWriters({ test, source });
  const right = Array.from(
    predictions,
    (answer, image) => answer === test.labels[image],
  );
  const { low, high } = writers
    ? writersInterval(right, writers)
    : wilsonInterval(correct, count);
  return `With ${count} ${
    source.heldOut ?? "test"
  } images the accuracy is known to lie between ${
    pythonFixed(100 * low, 2)
  }% and ${pythonFixed(100 * high, 2)}% (95% interval, ${
    writers
      ? "bootstrap over the images' writers"
      : "Wilson's, which takes the images as independent"
  })`;
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
