import { assertEquals, assertThrows } from "@std/assert";
import { syntheticDigits } from "../../../lib/data/synthetic/digits.ts";
import type { Dataset } from "../../../lib/data/digits.ts";
import {
  identifyRun,
  requireSameRun,
  type RunIdentity,
} from "../../../lib/training/checkpoints/run_identity.ts";
import { CheckpointError } from "../../../lib/training/errors.ts";
import { recipes } from "../../../lib/training/recipes/recipes.ts";

const dataset: Dataset = {
  train: syntheticDigits({ count: 10, seed: 1 }),
  test: syntheticDigits({ count: 5, seed: 2 }),
  source: { kind: "synthetic", name: "drawn", place: "here" },
};
const ACTION = 'Cannot resume from checkpoint "x"';
const run = identifyRun(dataset, recipes.reference);

/** As it comes back from a checkpoint. */
const stored = (change: object = {}): RunIdentity => ({
  ...JSON.parse(JSON.stringify(run)),
  ...change,
});

function differenceFrom(stored: RunIdentity, other: RunIdentity = run): string {
  const error = assertThrows(
    () => requireSameRun(other, stored, ACTION),
    CheckpointError,
  );
  return error.message;
}

Deno.test("requireSameRun() accepts the same run, wherever its digits are", () => {
  const source = { ...dataset.source, place: "there" };
  const moved = identifyRun({ ...dataset, source }, recipes.reference);
  requireSameRun(moved, stored(), ACTION);
  const softTargets = "0123";
  requireSameRun({ ...run, softTargets }, stored({ softTargets }), ACTION);
});

Deno.test("requireSameRun() names the first difference", () => {
  const start = 'Cannot resume from checkpoint "x": it is of another run: ';
  const end = "; start a new run without --resume";
  const cases: [recipe: object, difference: string][] = [
    [{ seed: 2 }, "recipe.seed must be 1: current value is 2"],
    [
      { schedule: { kind: "oneCycle", peak: 0.1 } },
      "recipe.schedule.peak must be 0.05: current value is 0.1",
    ],
    [
      { labelSmoothing: 0.1 },
      "recipe.labelSmoothing must be missing: current value is 0.1",
    ],
    [
      { augmentation: undefined },
      "recipe.augmentation must be an object: current value is missing",
    ],
    [{ "a\nb": 1 }, "recipe.a b must be missing: current value is 1"],
  ];
  for (const [change, difference] of cases) {
    const recipe = { ...run.recipe, ...change };
    assertEquals(differenceFrom(stored({ recipe })), start + difference + end);
  }
  const normalization = { ...run.normalization, mean: 0 };
  assertEquals(
    differenceFrom(stored({ normalization })),
    `${start}normalization.mean must be ${run.normalization.mean}: current value is 0${end}`,
  );
});

Deno.test("requireSameRun() tells other data and other soft targets", () => {
  const data = { ...run.data, name: "others", sha256: "0123" };
  assertEquals(
    differenceFrom(stored({ data })),
    'Cannot resume from checkpoint "x": the data must be that of its run (others, 10 training and 5 test images): it is other data (drawn, 10 training and 5 test images); name its folder with --data or start a new run without --resume',
  );
  assertEquals(
    differenceFrom(stored({ softTargets: "0123" })).includes(
      "the soft targets must be those of its run: they are others",
    ),
    true,
  );
});

Deno.test("requireSameRun() follows no value that is nested without end", () => {
  const seed = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
  const recipe = { ...run.recipe, seed };
  assertEquals(
    differenceFrom(stored({ recipe })).includes(
      "recipe.seed must be 1: current value is an object",
    ),
    true,
  );
});
