/**
 * `deno task evaluate`: scores a trained network on the training set and the test set.
 *
 * @module
 */
import { Evaluator } from "../evaluation/evaluate.ts";
import { NINE_VIEWS } from "../evaluation/test_time_augmentation.ts";
import { wilsonInterval } from "../evaluation/confidence_intervals.ts";
import { loadModel } from "../model/files/model_folder.ts";
import { selectBackend } from "../tensorflow/select_backend.ts";
import { resultLine } from "../terminal/result_lines.ts";
import { pythonFixed } from "../terminal/python_format.ts";
import { heldOutFrom, loadDataset } from "./command/dataset.ts";
import { ExitCode, exitCodeOf } from "./command/exit.ts";
import { findModel } from "./command/find_model.ts";
import { type Command, readArguments } from "./command/arguments.ts";
import { switchFlag } from "./command/flags.ts";
import { helpText } from "./command/help.ts";
import { print, say } from "./command/output.ts";
import { dataFlag, modelFlag } from "./command/shared_flags.ts";
import { runsFolder } from "./command/folders.ts";

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
  const folder = await findModel(named, runsFolder());
  const backend = await selectBackend({ library: { signal } });
  say(`Backend: ${backend.description}`);
  const { model, info } = await loadModel(folder);
  say(
    `Model: ${folder}, epoch ${info.epoch} of recipe ${info.recipe} on ${info.trainedOn}`,
  );
  const all = await loadDataset(data, undefined, signal);
  const { train, test, source } = await heldOutFrom(all, heldOut);

  using evaluator = new Evaluator(model, info.normalization);
  const trained = await evaluator.evaluate(train, { signal });
  print(resultLine("Train Data", trained, source));
  const tested = await evaluator.evaluate(test, { signal });
  print(resultLine("Test Data", tested, source));
  if (views) {
    using ofViews = new Evaluator(model, info.normalization, NINE_VIEWS);
    const seen = await ofViews.evaluate(test, { signal });
    print(resultLine("Test Data, mean of 9 views", seen, source));
  }
  const { low, high } = wilsonInterval(tested.correct, tested.count);
  print(
    `With ${tested.count} ${
      source.heldOut ?? "test"
    } images the accuracy is known to lie between ${
      pythonFixed(100 * low, 2)
    }% and ${pythonFixed(100 * high, 2)}% (95% Wilson interval)`,
  );
  return ExitCode.OK;
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
