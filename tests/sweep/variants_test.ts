import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseConfig } from "../../lib/sweep/config.ts";
import { SweepError } from "../../lib/sweep/errors.ts";
import {
  canonicalJson,
  type Variant,
  variantsOf,
} from "../../lib/sweep/variants.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";

const base = { recipe: "best", split: "validation", seeds: [1, 2] };

function variants(config: object): Variant[] {
  const parsed = parseConfig(JSON.stringify(config), "x.json");
  return variantsOf(parsed, recipes, "x.json");
}

Deno.test("variantsOf() says which setting is wrong", () => {
  const cases: [config: object, message: string][] = [
    [
      { ...base, grid: { "averaging.recomputeStatistics": ["yes"] } },
      'averaging.recomputeStatistics must be true or false: current value is "yes"',
    ],
    [{ ...base, recipe: "worst" }, "recipe must be reference or fast or best"],
    [
      { ...base, set: { "schedule.peek": 1 } },
      'setting "best": schedule.peek is not known: it must be one of kind, peak',
    ],
    [
      { ...base, grid: { "network.dropout": [0, 1] } },
      'setting "network.dropout=1": network.dropout must be less than 1: current value is 1',
    ],
    [
      { ...base, set: { "network.channels": [1, 2, 3, 4] } },
      "network.channels[4] must be an integer: it is missing",
    ],
    [
      { ...base, set: { "optimizer.kind": "lamb" } },
      'optimizer.kind must be "sgd" or "adam": current value is "lamb"',
    ],
    [
      { ...base, variants: [{ name: "a" }, { name: "b" }] },
      'settings must differ: "a" and "b" are the same',
    ],
    [
      {
        ...base,
        variants: [
          { name: "a", set: { labelSmoothing: 0.1, precision: "bfloat16" } },
          { name: "b", set: { precision: "bfloat16", labelSmoothing: 0.1 } },
        ],
      },
      'settings must differ: "a" and "b" are the same',
    ],
    [
      { ...base, grid: { seed: [1, 2] } },
      'setting "seed=1": seed must be left out',
    ],
    [{ ...base, set: { name: "x" } }, "name must be left out"],
    [
      { ...base, set: { "earlyStopping.patience": 2 } },
      "earlyStopping must be left out",
    ],
    [
      {
        ...base,
        set: { "distillation.temperature": 2, labelSmoothing: 0.1 },
      },
      "labelSmoothing must be left out where there is distillation",
    ],
  ];
  for (const [config, message] of cases) {
    const error = assertThrows(() => variants(config), SweepError, message);
    assert(!/\p{Cc}/u.test(error.message), error.message);
    assertEquals(error.message.startsWith('Cannot use sweep "x.json": '), true);
  }
});

Deno.test("variantsOf() changes the recipe's fields by their paths", () => {
  const [{ recipe }] = variants({
    ...base,
    set: {
      "schedule.peak": 0.02,
      "augmentation.shear": 0.1,
      "averaging": null,
      "labelSmoothing": 0.1,
    },
  });
  const { averaging: _, ...rest } = recipes.best;
  assertEquals(recipe, {
    ...rest,
    schedule: { kind: "oneCycle", peak: 0.02 },
    augmentation: { ...recipes.best.augmentation, shear: 0.1 },
    labelSmoothing: 0.1,
  });
});

Deno.test("variantsOf() makes every combination of a grid", () => {
  const grid = { batchSize: [32, 64], "schedule.peak": [0.01, 0.02] };
  assertEquals(variants({ ...base, grid }).map(({ name }) => name), [
    "batchSize=32 schedule.peak=0.01",
    "batchSize=32 schedule.peak=0.02",
    "batchSize=64 schedule.peak=0.01",
    "batchSize=64 schedule.peak=0.02",
  ]);
});

Deno.test("variantsOf() draws the same settings for the same seed", () => {
  const random = (trials: number) => ({
    ...base,
    random: {
      trials,
      seed: 3,
      vary: {
        "schedule.peak": { from: 0.001, to: 0.1, scale: "log" },
        "network.hidden": { from: 8, to: 64, whole: true },
        batchSize: [32, 64, 128],
      },
    },
  });
  const drawn = variants(random(40));
  assertEquals(drawn.slice(0, 10), variants(random(10)));
  const peaks = drawn.map(({ recipe: { schedule } }) =>
    schedule.kind === "oneCycle" ? schedule.peak : NaN
  );
  // Half of them below the middle of the logarithms, give or take
  const low = peaks.filter((peak) => peak < 0.01).length;
  assertEquals(low >= 10 && low <= 30, true, `${low} of 40`);
  assertEquals(peaks.every((peak) => peak >= 0.001 && peak <= 0.1), true);
});

Deno.test("variantsOf() gives a named variant a recipe of its own", () => {
  const [a, b] = variants({
    ...base,
    set: { epochs: 3 },
    variants: [{ name: "a" }, {
      name: "b",
      recipe: "fast",
      set: { epochs: 4 },
    }],
  });
  assertEquals([a.recipe.name, a.recipe.epochs], ["best", 3]);
  assertEquals([b.recipe.name, b.recipe.epochs], ["fast", 4]);
});

Deno.test("variantsOf() lets a setting override the changes of the whole sweep", () => {
  const [{ recipe }] = variants({
    ...base,
    set: { "optimizer.weightDecay": 0.1, batchSize: 16 },
    variants: [{ name: "a", set: { optimizer: { kind: "adam" } } }],
  });
  assertEquals(recipe.optimizer, { kind: "adam" });
  assertEquals(recipe.batchSize, 16);
});

Deno.test("canonicalJson() is the same for any order of keys", () => {
  const json = '{"a":[{"c":1,"d":null}],"b":2}';
  assertEquals(canonicalJson({ b: 2, a: [{ d: null, c: 1 }] }), json);
});
