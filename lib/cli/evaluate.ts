/**
 * `deno task evaluate`: a trained network's scores on both sets.
 *
 * @module
 */
import { Evaluator } from "../evaluation/evaluate.ts";
import { NINE_VIEWS } from "../evaluation/views.ts";
import { wilsonInterval } from "../evaluation/metrics.ts";
import { loadModel } from "../model/files/model_folder.ts";
import { selectBackend } from "../tensorflow/select_backend.ts";
import { resultLine } from "../terminal/result_lines.ts";
import { pythonFixed } from "../terminal/python_format.ts";
import { heldOutFrom, loadDataset } from "./command/dataset.ts";
import { ExitCode, exitCodeOf } from "./command/exit.ts";
import { findModel } from "./command/find_model.ts";
import { parseFlags, pathFrom, UsageError } from "./command/flags.ts";
import { print, say } from "./command/output.ts";
import { runsFolder } from "./command/folders.ts";

const USAGE = `deno task evaluate [flags]

Scores a trained network on the training and the test set.

  --model DIR   folder of a run or of a model (default: the run that began last)
  --data DIR    folder with four IDX files: MNIST's, or others of that shape
                (default: MNIST_DIR, then the copy under data/, then a download)
  --validation  score the training images that \`train --validation\` held back in the
                test set's place, and those it trained on
  --writers     with --validation: those that \`train --validation --writers\` held back
  --views       score the test set a second time, by the mean of nine views of each
                image, moved by a pixel, turned by 5 degrees, 5 % larger or smaller
  --help        show this`;

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const { values } = parseFlags(args, {
    "model": { type: "string" },
    "data": { type: "string" },
    "validation": { type: "boolean" },
    "writers": { type: "boolean" },
    "views": { type: "boolean" },
    "help": { type: "boolean" },
  }, "deno task evaluate");
  if (values.help) {
    print(USAGE);
    return ExitCode.OK;
  }
  if (values.writers && !values.validation) {
    throw new UsageError(
      "Cannot evaluate: --writers must come with --validation: it is missing",
    );
  }
  const data = pathFrom("--data", values.data);
  const folder = await findModel(
    pathFrom("--model", values.model),
    runsFolder(),
  );
  const backend = await selectBackend({ library: { signal } });
  say(`Backend: ${backend.description}`);
  const { model, info } = await loadModel(folder);
  say(
    `Model: ${folder}, epoch ${info.epoch} of recipe ${info.recipe} on ${info.trainedOn}`,
  );
  const all = await loadDataset(data, undefined, signal);
  const { train, test, source } = await heldOutFrom(all, values);

  using evaluator = new Evaluator(model, info.normalization);
  const trained = await evaluator.evaluate(train, { signal });
  print(resultLine("Train Data", trained, source));
  const tested = await evaluator.evaluate(test, { signal });
  print(resultLine("Test Data", tested, source));
  if (values.views) {
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
