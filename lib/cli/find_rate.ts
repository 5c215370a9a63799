/**
 * `deno task find-rate`: searches for a recipe's learning rate, and draws it.
 *
 * @module
 */
import { join } from "node:path";
import { writeFileAtomically } from "../files/atomic_file.ts";
import { modelFileError } from "../model/errors.ts";
import { createNetwork } from "../model/network.ts";
import { learningRateFinderFigure } from "../plots/curves/learning_rate.ts";
import { selectBackend } from "../tensorflow/select_backend.ts";
import { findLearningRate } from "../training/learning_rate_finder.ts";
import { type Recipe, recipes } from "../training/recipes/mod.ts";
import { loadDataset } from "./command/dataset.ts";
import { ExitCode, exitCodeOf } from "./command/exit.ts";
import { oneOf, parseFlags, pathFrom, wholeNumber } from "./command/flags.ts";
import { print, say } from "./command/output.ts";
import { ratesFolder } from "./command/folders.ts";

/** What is searched is the loss by the labels. */
const NAMES = Object.values<Recipe>(recipes)
  .filter(({ distillation }) => !distillation)
  .map(({ name }) => name as keyof typeof recipes);

const USAGE = `deno task find-rate [flags]

Trains for some steps while the learning rate grows from 0.00001 to 1, and says
where the loss was lowest; a tenth of that rate is a peak to try. The curve is
drawn to a PNG file.

  --recipe NAME    ${NAMES.join(", ")}
                   (default: ${NAMES[0]})
  --steps N        default: 200
  --data DIR       folder with four IDX files (default: as in deno task train)
  --limit N        use only the first N images
  --out DIR        folder of the picture (default: data/rates)
  --help           show this`;

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const { values } = parseFlags(args, {
    "recipe": { type: "string" },
    "steps": { type: "string" },
    "data": { type: "string" },
    "limit": { type: "string" },
    "out": { type: "string" },
    "help": { type: "boolean" },
  }, "deno task find-rate");
  if (values.help) {
    print(USAGE);
    return ExitCode.OK;
  }
  const recipe = recipes[oneOf("recipe", values.recipe, NAMES) ?? NAMES[0]];
  const steps = wholeNumber("steps", values.steps, 2, 100_000);
  const limit = wholeNumber("limit", values.limit, 1);
  const folder = pathFrom("--out", values.out) ?? ratesFolder();

  const data = pathFrom("--data", values.data);
  const dataset = await loadDataset(data, limit, signal);
  const backend = await selectBackend({ library: { signal } });
  say(`Backend: ${backend.description}`);
  const model = createNetwork(recipe.network, recipe.seed);
  const found = await findLearningRate(model, dataset, recipe, {
    steps,
    signal,
  });
  const lowest = Math.min(...found.losses);
  print(
    `${recipe.name}: lowest loss ${lowest.toFixed(4)} at learning rate ${
      (10 * found.chosen).toPrecision(2)
    }, after ${
      found.losses.indexOf(lowest) + 1
    } of ${found.rates.length} steps; a peak to try: ${
      found.chosen.toPrecision(2)
    }`,
  );
  // Loads plotly, which takes a second
  const { renderPng } = await import("../plots/render/mod.ts");
  const path = join(folder, `${recipe.name}.png`);
  try {
    await Deno.mkdir(folder, { recursive: true });
    await writeFileAtomically(
      path,
      await renderPng(learningRateFinderFigure(found)),
    );
  } catch (error) {
    throw modelFileError(
      `Cannot write "${path}"`,
      error,
      "choose another folder with --out",
    );
  }
  say(`Picture: ${path}`);
  return ExitCode.OK;
}

if (import.meta.main) {
  Deno.exit(await exitCodeOf((signal) => main(Deno.args, signal)));
}
