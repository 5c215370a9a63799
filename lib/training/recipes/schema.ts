/** The schema of recipes; what their fields mean stands beside the types. @module */
import * as v from "valibot";
import { MAXIMUM_COUNT } from "../../data/idx/format.ts";
import { finite, integer, jsonObject, line } from "../../files/json.ts";
import type { Recipe } from "./recipes.ts";

const positive = v.pipe(finite, v.gtValue(0));
const fraction = v.pipe(finite, v.minValue(0), v.ltValue(1));
const share = v.pipe(finite, v.minValue(0), v.maxValue(1));
const pixels = v.pipe(finite, v.minValue(0), v.maxValue(28));
const epochs = v.pipe(integer, v.minValue(1), v.maxValue(10_000));
const channels = v.pipe(integer, v.minValue(1), v.maxValue(1024));
const weightDecay = v.optional(v.pipe(finite, v.minValue(0)));

const network = v.strictObject({
  channels: v.strictTuple([channels, channels, channels, channels, channels]),
  hidden: v.pipe(integer, v.minValue(1), v.maxValue(4096)),
  dropout: fraction,
  pooling: v.optional(v.pipe(integer, v.minValue(1), v.maxValue(4))),
  poolSize: v.optional(v.pipe(integer, v.minValue(2), v.maxValue(7))),
});

const optimizer = v.variant("kind", [
  v.strictObject({
    kind: v.literal("sgd"),
    momentum: fraction,
    weightDecay,
  }),
  v.strictObject({
    kind: v.literal("adam"),
    beta1: v.optional(fraction),
    beta2: v.optional(fraction),
    epsilon: v.optional(positive),
    weightDecay,
  }),
]);

const schedule = v.variant("kind", [
  v.strictObject({ kind: v.literal("constant"), rate: positive }),
  v.strictObject({ kind: v.literal("cosine"), rate: positive }),
  v.strictObject({
    kind: v.literal("step"),
    rate: positive,
    epochs,
    factor: positive,
  }),
  v.strictObject({
    kind: v.literal("plateau"),
    rate: positive,
    factor: positive,
    patience: v.pipe(integer, v.minValue(0), v.maxValue(10_000)),
  }),
  v.strictObject({
    kind: v.literal("oneCycle"),
    peak: positive,
    warmup: v.optional(fraction),
    startFactor: v.optional(positive),
    endFactor: v.optional(positive),
    momentum: v.optional(v.strictObject({ high: fraction, low: fraction })),
  }),
]);

const augmentation = v.strictObject({
  rotation: v.optional(v.pipe(finite, v.minValue(0), v.maxValue(180))),
  shift: v.optional(pixels),
  scale: v.optional(fraction),
  shear: v.optional(v.pipe(finite, v.minValue(0))),
  aspect: v.optional(fraction),
  elastic: v.optional(v.strictObject({
    amplitude: pixels,
    smoothness: v.optional(v.pipe(finite, v.minValue(1), v.maxValue(28))),
  })),
  erasing: v.optional(v.strictObject({
    probability: share,
    smallest: v.optional(fraction),
    largest: v.optional(fraction),
  })),
  fade: v.optional(share),
});

/** The schema of a whole recipe in JSON, without unknown fields. */
export const recipeSchema: v.GenericSchema<unknown, Recipe> = v.strictObject({
  name: v.pipe(line, v.minLength(1), v.maxLength(200)),
  epochs,
  batchSize: v.pipe(integer, v.minValue(1), v.maxValue(MAXIMUM_COUNT)),
  seed: v.pipe(integer, v.minValue(0), v.maxValue(2 ** 32 - 1)),
  network,
  optimizer,
  schedule,
  drawn: v.optional(v.pipe(integer, v.minValue(1), v.maxValue(1_000_000))),
  augmentation: v.optional(v.pipe(jsonObject, augmentation)),
  labelSmoothing: v.optional(fraction),
  distillation: v.optional(v.strictObject({ temperature: positive })),
  averaging: v.optional(v.strictObject({
    decay: fraction,
    recomputeStatistics: v.optional(v.boolean()),
  })),
  precision: v.optional(v.literal("bfloat16")),
  earlyStopping: v.optional(v.strictObject({ patience: epochs })),
});
