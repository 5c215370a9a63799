/** Runs on disk without a network, for tests that only look at their records. @module */
import { join } from "node:path";
import type { RunConfig, RunMistakes } from "../../lib/runs/record.ts";
import type { EpochResult } from "../../lib/training/epoch_result.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";

export const config: RunConfig = {
  started: "2026-11-23T07:30:12.000Z",
  recipe: { ...recipes.reference, epochs: 2 },
  data: {
    kind: "mnist",
    name: "MNIST",
    place: "x",
    trainCount: 60000,
    testCount: 100,
    sha256: "0123",
  },
  normalization: { mean: 0.1307, standardDeviation: 0.3081 },
  backend: "plain",
  versions: { deno: "2" },
};

/** An epoch after which so many of 100 test images are read right. */
export function result(epoch: number, testCorrect: number): EpochResult {
  return {
    epoch,
    trainLoss: 0.1,
    testLoss: 0.2,
    testCorrect,
    testCount: 100,
    learningRate: 0.01,
    seconds: 1,
  };
}

/** What {@linkcode writeRun} writes besides the configuration. */
export interface WrittenRun {
  readonly config?: Partial<RunConfig>;
  /** How many of 100 test images each epoch reads right. */
  readonly correct: readonly number[];
  readonly finished?: boolean;
  /** Test images that the result reads wrong; without them, none are kept. */
  readonly wrong?: readonly number[];
}

/** Writes the records of a run into a new folder, and returns its path. */
export async function writeRun(
  under: string,
  name: string,
  { config: changes, correct, finished, wrong }: WrittenRun,
): Promise<string> {
  const path = join(under, name);
  await Deno.mkdir(path, { recursive: true });
  const write = (file: string, value: object) =>
    Deno.writeTextFile(join(path, file), JSON.stringify(value));
  await write("config.json", { ...config, ...changes });
  const epochs = correct.map((right, index) => result(index + 1, right));
  const score = { loss: 0.2, correct: correct.at(-1), count: 100 };
  if (epochs.length > 0) {
    await write("history.json", {
      epochs,
      ...finished && { final: { train: score, test: score } },
    });
  }
  if (wrong) {
    const mistakes: RunMistakes = {
      count: 100,
      mistakes: wrong.map((image) => ({ image, label: 1, answer: 2 })),
    };
    await write("mistakes.json", mistakes);
  }
  return path;
}
