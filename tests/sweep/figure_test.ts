import { assertEquals } from "@std/assert";
import { sweepFigure } from "../../lib/sweep/figure.ts";
import type { SweepResults } from "../../lib/sweep/results.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";
import { traces } from "../plots/traces.ts";

/** Results of settings that vary one hyperparameter, each with two runs. */
function resultsOf(settings: number): SweepResults {
  return {
    name: "sweep",
    split: "validation",
    seeds: [1, 2],
    data: { name: "MNIST", trainCount: 5000, testCount: 1000 },
    versions: {},
    variants: Array.from({ length: settings }, (_, index) => ({
      name: `epochs=${index + 1}`,
      changes: { epochs: index + 1 },
      parameters: 13402,
      recipe: recipes.reference,
      runs: [0, 1].map((seed) => ({
        seed,
        correct: 900 + index + 2 * seed,
        loss: 0.02,
        trainCorrect: 4990,
        seconds: 10,
        correctByEpoch: [],
        trainLossByEpoch: [],
      })),
    })),
  };
}

Deno.test("sweepFigure() shows up to 12 settings with each run", () => {
  const [runs, means] = traces(sweepFigure(resultsOf(12)));
  assertEquals(runs.x.length, 24);
  assertEquals([means.x.length, means.x[0]], [12, 90.1]);
});

Deno.test("sweepFigure() shows the means of more settings against what varies", () => {
  const [means] = traces(sweepFigure(resultsOf(13)));
  assertEquals([means.x.length, means.x[12]], [13, 13]);
  assertEquals(means.y[0], 90.1);
});
