/** Folders of runs for the tests beside this file. @module */
import { join } from "node:path";
import type { RunConfig } from "../../../lib/runs/record.ts";
import type { Checkpoint } from "../../../lib/training/checkpoints/header.ts";
import { CheckpointStore } from "../../../lib/training/checkpoints/store.ts";
import { type Recipe, recipes } from "../../../lib/training/recipes/recipes.ts";

const checkpoint: Checkpoint = {
  run: {
    recipe: recipes.reference,
    data: { name: "MNIST", trainCount: 60, testCount: 10, sha256: "ab" },
    normalization: { mean: 0.1, standardDeviation: 0.3 },
  },
  start: {},
  position: {
    epoch: 1,
    batch: 1,
    totalLoss: 1,
    learningRate: 0.1,
    seconds: 1,
    history: [],
  },
  random: { seed: 1, draws: 1 },
  tensors: [],
};

/** What a run of the default recipe writes when it starts. */
export const CONFIG: RunConfig = {
  started: "2025-01-01T00:00:00.000Z",
  recipe: recipes.reference,
  data: { ...checkpoint.run.data, kind: "mnist", place: "data/mnist" },
  normalization: checkpoint.run.normalization,
  backend: "TensorFlow",
  versions: {},
  start: { limit: 60, engine: "TensorFlow" },
};

/** Makes the folder of a run that was killed before its first checkpoint. */
export async function makeKilledRun(
  runs: string,
  name: string,
  changes: Partial<Recipe> = {},
): Promise<string> {
  const path = join(runs, name);
  await Deno.mkdir(path);
  const recipe = { ...CONFIG.recipe, ...changes };
  const config = JSON.stringify({ ...CONFIG, recipe });
  await Deno.writeTextFile(join(path, "config.json"), config);
  return path;
}

/** Makes the folder of a run that was stopped after one step. */
export async function makeRun(
  runs: string,
  name: string,
  changes: Partial<Recipe> = {},
): Promise<string> {
  const path = await makeKilledRun(runs, name, changes);
  const recipe = { ...recipes.reference, ...changes };
  await new CheckpointStore(join(path, "checkpoints")).write({
    ...checkpoint,
    run: { ...checkpoint.run, recipe },
  });
  return path;
}
