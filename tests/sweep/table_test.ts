import { assertEquals } from "@std/assert";
import type { SweepResults, VariantResult } from "../../lib/sweep/results.ts";
import { accuraciesOf, sweepTable } from "../../lib/sweep/table.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";

/** A setting whose runs have so many correct answers of 1000. */
function setting(name: string, ...correct: number[]): VariantResult {
  return {
    name,
    changes: {},
    parameters: 13402,
    recipe: recipes.reference,
    runs: correct.map((correct, index) => ({
      seed: index + 1,
      correct,
      loss: 0.02 * (index + 1),
      trainCorrect: 990,
      seconds: 10 + index,
      correctByEpoch: [correct],
      trainLossByEpoch: [0.1],
    })),
  };
}

const results: SweepResults = {
  name: "sweep",
  split: "writers",
  seeds: [1, 2],
  data: { name: "MNIST", trainCount: 5000, testCount: 1000 },
  versions: {},
  variants: [
    setting("a|b", 990, 992),
    setting("one run", 995),
    setting("no run yet"),
  ],
};

Deno.test("sweepTable() has a row for each setting with results", () => {
  assertEquals(sweepTable(results).split("\n"), [
    "sweep: accuracy of the last epoch's weights on 1000 validation images of MNIST, 5000 to learn from",
    "",
    "| setting | parameters | accuracy, % | standard deviation | 95 % interval of the mean | loss | training, s | each seed's |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    // 99.1 ± 12.706 · 0.1414 / √2, by Student's t with one degree of freedom
    "| a\\|b | 13,402 | 99.100 | 0.141 | 97.829 to 100.371 | 0.0300 | 11 | 1: 99.00, 2: 99.20 |",
    "| one run | 13,402 | 99.500 |  |  | 0.0200 | 10 | 1: 99.50 |",
    "",
  ]);
});

Deno.test("accuraciesOf() gives percent of the scored images", () => {
  assertEquals(accuraciesOf(results.variants[0], results), [99, 99.2]);
});
