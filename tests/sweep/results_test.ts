import { assertEquals, assertThrows } from "@std/assert";
import type { FinishedRecord } from "../../lib/runs/record.ts";
import { SweepError } from "../../lib/sweep/errors.ts";
import { gatherResults } from "../../lib/sweep/results.ts";
import type { Variant } from "../../lib/sweep/variants.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";

const variant: Variant = {
  name: "batchSize=32",
  changes: { batchSize: 32 },
  recipe: recipes.reference,
};

function trial(seed: number, data = {}): FinishedRecord {
  const epoch = (epoch: number) => ({
    epoch,
    trainLoss: 0.123456 / epoch,
    testLoss: 0.2,
    testCorrect: 9 + epoch,
    testCount: 20,
    learningRate: 0.01,
    seconds: 1.4,
  });
  return {
    config: {
      started: "2025-11-23T07:00:00.000Z",
      recipe: { ...recipes.reference, seed },
      data: {
        kind: "synthetic",
        name: "drawn",
        place: "here",
        trainCount: 100,
        testCount: 20,
        sha256: "0123",
        ...data,
      },
      normalization: { mean: 0.13, standardDeviation: 0.31 },
      backend: "cpu",
      versions: { deno: "2.9.6" },
    },
    history: {
      epochs: [epoch(1), epoch(2)],
      final: {
        train: { loss: 0.1, correct: 90, count: 100 },
        test: { loss: 0.0123456, correct: 11, count: 20 },
      },
    },
  };
}

Deno.test("gatherResults() keeps each run's scores to four digits", () => {
  const config = { split: "validation", seeds: [1, 2] } as const;
  const { seed: _, ...recipe } = recipes.reference;
  assertEquals(
    gatherResults("sweep", { recipe: "reference", ...config, seeds: [1, 2] }, [
      { variant, trials: [trial(1)] },
      { variant: { ...variant, name: "other" }, trials: [] },
    ]),
    {
      name: "sweep",
      split: "validation",
      seeds: [1, 2],
      data: { name: "drawn", trainCount: 100, testCount: 20 },
      versions: { deno: "2.9.6" },
      variants: [
        {
          name: "batchSize=32",
          changes: { batchSize: 32 },
          parameters: 13402,
          recipe,
          runs: [{
            seed: 1,
            correct: 11,
            loss: 0.01235,
            trainCorrect: 90,
            seconds: 3,
            correctByEpoch: [10, 11],
            trainLossByEpoch: [0.1235, 0.06173],
          }],
        },
        {
          name: "other",
          changes: { batchSize: 32 },
          parameters: 13402,
          recipe,
          runs: [],
        },
      ],
    },
  );
});

Deno.test("gatherResults() refuses trials on other digits", () => {
  const config = { recipe: "reference", split: "test", seeds: [1] } as const;
  assertThrows(
    () =>
      gatherResults("sweep", { ...config, seeds: [1] }, [
        { variant, trials: [trial(1), trial(2)] },
        { variant, trials: [trial(1, { sha256: "4567", place: "there" })] },
      ]),
    SweepError,
    'Cannot compare the trials of sweep "sweep": all must be on the same digits: some are on drawn (here), others on drawn (there)',
  );
});
