import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseConfig } from "../../lib/sweep/config.ts";
import { SweepError } from "../../lib/sweep/errors.ts";
import { trialsOf } from "../../lib/sweep/trials.ts";
import { variantsOf } from "../../lib/sweep/variants.ts";
import { recipes } from "../../lib/training/recipes/mod.ts";

const base = { recipe: "best", split: "validation", seeds: [1, 2] };

function variants(config: object) {
  const parsed = parseConfig(JSON.stringify(config), "x.json");
  return variantsOf(parsed, recipes, "x.json");
}

Deno.test("parseConfig() and variantsOf() say which key is wrong", () => {
  const cases: [config: object, message: string][] = [
    [
      {},
      "recipe must be a line of text of 1 to 200 characters: it is missing",
    ],
    [
      { ...base, split: "train" },
      'split must be "validation" or "writers" or "test": ',
    ],
    [
      { ...base, seeds: [] },
      "seeds must be a list of 1 to 10000: current value is a list of 0",
    ],
    [{ ...base, seeds: [1, -1] }, "seeds[1] must be a whole number from 0"],
    [{ ...base, seeds: [1, 1] }, "seeds must differ"],
    [{ ...base, seed: 1 }, "seed is not known: it must be one of recipe, "],
    [
      { ...base, grid: { epochs: [1] }, variants: [{ name: "a" }] },
      "one of variants, grid and random must be there: variants, grid are",
    ],
    [{ ...base, grid: { epochs: 3 } }, "grid.epochs must be a list"],
    // 10 to the 18th settings, none of which is made
    [
      {
        ...base,
        grid: Object.fromEntries(
          Array.from({ length: 18 }, (_, i) => [`a${i}`, Array(10).fill(0)]),
        ),
      },
      "it must have at most 10000 trials: current value is 2000000000000000000",
    ],
    [
      { ...base, set: { ["a.".repeat(100_000)]: 1 } },
      'must be a key such as "schedule.peak"',
    ],
    [
      { ...base, set: JSON.parse('{ "__proto__.polluted": 1 }') },
      'set.__proto__.polluted must be a key such as "schedule.peak"',
    ],
    [
      {
        ...base,
        grid: { epochs: [JSON.parse("[".repeat(50) + "]".repeat(50))] },
      },
      "grid.epochs[0] must be a value of at most 8 levels: current value is a list of 1",
    ],
    [{ ...base, "a\nb\u009b": 1 }, "a b  is not known"],
    [
      {
        ...base,
        random: {
          trials: 1,
          seed: 1,
          vary: { "schedule.peak": { from: 0, to: 1, scale: "log" } },
        },
      },
      "random.vary.schedule.peak.from must be a number above 0: current value is 0",
    ],
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
      'setting "network.dropout=1": network.dropout must be a number from 0 to less than 1: current value is 1',
    ],
    [
      { ...base, set: { "network.channels": [1, 2, 3, 4] } },
      "network.channels must be a list of 5",
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
  assertThrows(() => parseConfig("{", "x.json"), SweepError, "must be JSON");
});

Deno.test("variantsOf() changes the recipe by paths", () => {
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

Deno.test("variantsOf() takes every combination of a grid", () => {
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

Deno.test("trialsOf() names a trial by what it is, not by its place", () => {
  const ids = (seeds: number[], config: object) =>
    trialsOf({ seeds, split: "validation" }, variants({ ...base, ...config }))
      .map(({ id, variant }) => `${variant.recipe.batchSize} ${id}`);
  const few = ids([1], { grid: { batchSize: [64] } });
  const many = ids([2, 1], {
    grid: { batchSize: [32, 64], "schedule.peak": [0.02, 0.01] },
  });
  assertEquals(new Set(many).size, 8);
  assertEquals(many.includes(few[0]), true);
  assertEquals(many.map((id) => id.split("-")[1]), [
    ...Array(4).fill("seed2"),
    ...Array(4).fill("seed1"),
  ]);
});
