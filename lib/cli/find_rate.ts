/**
 * `deno task find-rate`: searches for a recipe's learning rate, and draws the curve.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { writeFileAtomically } from "../files/atomic_file.ts";
import { fileErrorAs } from "../files/errors.ts";
import { ModelError } from "../model/errors.ts";
import { createNetwork } from "../model/network.ts";
import { learningRateFinderFigure } from "../plots/curves/learning_rate.ts";
import { selectBackend } from "../tensorflow/select_backend.ts";
import {
  findLearningRate,
  type RateSearch,
} from "../training/learning_rate_finder.ts";
import { type Recipe, recipes } from "../training/recipes/recipes.ts";
import { loadDataset } from "./command/dataset.ts";
import { ExitCode, exitCodeOf } from "./command/exit.ts";
import { type Command, readArguments } from "./command/arguments.ts";
import { choiceFlag, pathFlag, wholeNumberFlag } from "./command/flags.ts";
import { helpText } from "./command/help.ts";
import { print, say } from "./command/output.ts";
import { dataFlag, limitFlag } from "./command/shared_flags.ts";
import { ratesFolder } from "./command/folders.ts";

/** Recipes that learn from the labels: the search looks at the loss by the labels. */
const NAMES = Object.values<Recipe>(recipes)
  .filter(({ distillation }) => !distillation)
  .map(({ name }) => name as keyof typeof recipes);

/** `deno task find-rate`. */
export const FIND_RATE = {
  name: "find-rate",
  summary:
    "Trains for a few steps while the learning rate grows from 0.00001 to 1, says where the loss was lowest, and draws the curve to a PNG file. A tenth of that rate is a peak to try.",
  flags: {
    recipe: choiceFlag(NAMES, {
      value: "NAME",
      help: "network, optimizer and batch size",
      default: NAMES[0],
    }),
    steps: wholeNumberFlag({
      value: "N",
      help: "training steps",
      from: 2,
      to: 100_000,
      default: 200,
    }),
    data: dataFlag,
    limit: limitFlag,
    out: pathFlag({
      value: "DIR",
      help: "folder of the picture",
      otherwise: "data/rates",
    }),
  },
} satisfies Command;

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const given = readArguments(FIND_RATE, args);
  if (!given) {
    print(helpText(FIND_RATE));
    return ExitCode.OK;
  }
  const { steps, data, limit, out: folder = ratesFolder() } = given.flags;
  const recipe = recipes[given.flags.recipe];

  const dataset = await loadDataset(data, limit, signal);
  const backend = await selectBackend({ library: { signal } });
  say(`Backend: ${backend.description}`);
  const model = createNetwork(
    { ...recipe.network, classes: dataset.train.classes.length },
    recipe.seed,
  );
  const found = await findLearningRate(model, dataset, recipe, {
    steps,
    signal,
  });
  print(`${recipe.name}: ${inWords(found)}`);
  const path = join(folder, `${recipe.name}.png`);
  await writePicture(path, found);
  say(`Picture: ${path}`);
  return ExitCode.OK;
}

function inWords({ losses, rates, chosen }: RateSearch): string {
  const lowest = Math.min(...losses);
  return `lowest loss ${lowest.toFixed(4)} at learning rate ${
    (10 * chosen).toPrecision(2)
  }, after ${
    losses.indexOf(lowest) + 1
  } of ${rates.length} steps; a peak to try: ${chosen.toPrecision(2)}`;
}

async function writePicture(
  path: string,
  found: RateSearch,
): Promise<void> {
  // Loads plotly, which takes a second
  const { renderPng } = await import("../plots/render/render_png.ts");
  const png = await renderPng(learningRateFinderFigure(found));
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    await writeFileAtomically(path, png);
  } catch (error) {
    throw fileErrorAs(
      ModelError,
      `Cannot write "${path}"`,
      error,
      "choose another folder with --out",
    );
  }
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
