import { assert, assertEquals } from "@std/assert";
import {
  compareCurves,
  type ComparedRun,
  compareErrors,
  compareNumbers,
  comparePanels,
  formatRange,
} from "../../lib/training/comparison.ts";
import type { EpochResult } from "../../lib/training/epoch_result.ts";
import { palette } from "../../lib/plots/theme.ts";

/** One epoch that reads `correct` of 200 images right. */
function run(correct: number, losses = [2, 1]): ComparedRun {
  const epoch: EpochResult = {
    epoch: 1,
    trainLoss: 0.5,
    testLoss: correct / 1000,
    testCorrect: correct,
    testCount: 200,
    learningRate: 0.1,
    seconds: 1,
  };
  return { losses, epochs: [epoch] };
}

const runs = {
  slow: [run(100), run(120)],
  fast: [run(180), run(190)],
  diverged: [{ losses: [2, NaN], epochs: [] }, run(150)],
};

Deno.test("compareNumbers() gives the mean and range of a setting, without diverged ones", () => {
  const { headers, rows } = compareNumbers(runs);
  assertEquals(headers.length, 4);
  assertEquals(rows, [
    [
      "slow",
      "0.500 (0.500 to 0.500)",
      "0.110 (0.100 to 0.120)",
      "45.00 (40.00 to 50.00)",
    ],
    [
      "fast",
      "0.500 (0.500 to 0.500)",
      "0.185 (0.180 to 0.190)",
      "7.50 (5.00 to 10.00)",
    ],
  ]);
});

Deno.test("compareErrors() draws the same numbers", () => {
  const { alt } = compareErrors(runs);
  assertEquals(
    alt,
    "Validation images read wrong: slow 45.00 (40.00 to 50.00); fast 7.50 (5.00 to 10.00)",
  );
});

Deno.test("compareCurves() keeps the colours of an earlier figure", () => {
  const lines = (like?: string[]) =>
    compareCurves({ fast: runs.fast, new: runs.slow }, { heading: "", like })
      .data.flatMap((trace) =>
        "name" in trace && trace.name ? [trace] : []
      ) as unknown as { name: string; line: { color: string } }[];
  const colours = (like?: string[]) =>
    lines(like).map(({ line }) => line.color);
  assertEquals(colours(), [palette[0], palette[1]]);
  assertEquals(colours(["slow", "fast"]), [palette[1], palette[2]]);
});

Deno.test("comparePanels() draws both losses of each setting", () => {
  const { alt } = comparePanels({ slow: runs.slow }, "Two runs");
  assert(alt.includes("slow training 0.500, validation 0.110"), alt);
});

Deno.test("formatRange() gives a mean and its range", () => {
  assertEquals(formatRange([5.25, 11.15], 2), "8.20 (5.25 to 11.15)");
});
