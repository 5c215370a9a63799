import { assertEquals, assertThrows } from "@std/assert";
import { checkJson, parseJson } from "../../../lib/files/json.ts";
import { type Recipe, recipes } from "../../../lib/training/recipes/recipes.ts";
import { recipeSchema } from "../../../lib/training/recipes/schema.ts";

/** Every field is there: the compiler requires it. */
type Complete<T> = { [Key in keyof T]-?: Complete<T[Key]> };

const all: Complete<Recipe> = {
  ...recipes.reference,
  network: { ...recipes.reference.network, pooling: 4, poolSize: 7 },
  optimizer: {
    kind: "adam",
    beta1: 0.8,
    beta2: 0.9,
    epsilon: 1e-8,
    weightDecay: 0,
  },
  schedule: {
    kind: "oneCycle",
    peak: 1,
    warmup: 0,
    startFactor: 25,
    endFactor: 1e4,
    momentum: { high: 0.95, low: 0 },
  },
  drawn: 5,
  augmentation: {
    rotation: 180,
    shift: 28,
    scale: 0.5,
    shear: 1,
    aspect: 0.5,
    elastic: { amplitude: 28, smoothness: 1 },
    erasing: { probability: 1, smallest: 0, largest: 0.5 },
    fade: 1,
  },
  labelSmoothing: 0,
  distillation: { temperature: 0.1 },
  averaging: { decay: 0, recomputeStatistics: false },
  precision: "bfloat16",
  earlyStopping: { patience: 1 },
};

Deno.test("recipeSchema keeps every field of a recipe", () => {
  const read = (recipe: Recipe) =>
    parseJson(JSON.stringify(recipe), recipeSchema, Error);
  for (const recipe of [all, ...Object.values(recipes)]) {
    assertEquals(read(recipe), recipe);
  }
  const optimizer: Complete<Recipe["optimizer"]> = {
    kind: "sgd",
    momentum: 0,
    weightDecay: 0,
  };
  assertEquals(read({ ...all, optimizer }).optimizer, optimizer);
  for (
    const schedule of [
      { kind: "constant", rate: 1 },
      { kind: "cosine", rate: 1 },
      { kind: "step", rate: 1, epochs: 1, factor: 0.1 },
      { kind: "plateau", rate: 1, factor: 0.1, patience: 0 },
    ] satisfies Complete<Recipe["schedule"]>[]
  ) {
    assertEquals(read({ ...all, schedule }).schedule, schedule);
  }
});

Deno.test("recipeSchema names the field that is wrong", () => {
  const cases: [change: object, fault: string][] = [
    [{ epochs: 0 }, "epochs must be at least 1: current value is 0"],
    [{ epochs: 1.5 }, "epochs must be an integer: current value is 1.5"],
    [{ name: "" }, "name must have a length of at least 1"],
    [{ optimiser: {} }, "optimiser is not known: it must be one of name, "],
    [
      { network: { ...all.network, channels: [1] } },
      "network.channels[1] must be an integer: it is missing",
    ],
    [{ network: { ...all.network, poolSize: 1 } }, "network.poolSize must be"],
    [
      { optimizer: { kind: "sgd" } },
      "optimizer.momentum must be a number: it is missing",
    ],
    [{ optimizer: { kind: "sgd", momentum: 1 } }, "optimizer.momentum must be"],
    [
      { schedule: { kind: "cosine", rate: 0 } },
      "schedule.rate must be greater than 0: current value is 0",
    ],
    [
      { schedule: { kind: "linear" } },
      'schedule.kind must be "constant" or "cosine" or ',
    ],
    [{ augmentation: { elastic: {} } }, "elastic.amplitude must be a number"],
    [
      { augmentation: [] },
      "augmentation must be an object: current value is a list of 0",
    ],
    [
      { precision: "float16" },
      'precision must be "bfloat16": current value is "float16"',
    ],
    [{ earlyStopping: { patience: 0 } }, "earlyStopping.patience must be"],
  ];
  for (const [change, fault] of cases) {
    assertThrows(
      () => checkJson({ ...all, ...change }, recipeSchema, Error),
      Error,
      fault,
    );
  }
});
