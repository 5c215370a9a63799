/** Folders of runs for the tests beside this file. @module */
import { join } from "node:path";
import type { Checkpoint } from "../../../lib/training/checkpoints/header.ts";
import { CheckpointStore } from "../../../lib/training/checkpoints/store.ts";

const checkpoint: Checkpoint = {
  run: {
    recipe: { name: "reference", epochs: 3, batchSize: 32, seed: 1 },
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

/** Makes the folder of a run that was stopped after one step. */
export async function makeRun(
  runs: string,
  name: string,
  recipe: Partial<Checkpoint["run"]["recipe"]> = {},
): Promise<string> {
  const path = join(runs, name);
  await Deno.mkdir(path);
  await Deno.writeTextFile(join(path, "config.json"), "{}");
  await new CheckpointStore(join(path, "checkpoints")).write({
    ...checkpoint,
    run: { ...checkpoint.run, recipe: { ...checkpoint.run.recipe, ...recipe } },
  });
  return path;
}
