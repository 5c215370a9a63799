import * as v from "valibot";
import { MAXIMUM_COUNT } from "../../data/idx/format.ts";
import {
  boolean,
  type Fields,
  fraction,
  kinds,
  list,
  number,
  positive,
  type Schema,
  strictObject,
  text,
  whole,
} from "../../files/json.ts";
import type { NetworkOptions } from "../../model/network.ts";
import type { AugmentationOptions } from "../augmentation/augment.ts";
import type { ElasticOptions } from "../augmentation/elastic.ts";
import type { ErasingOptions } from "../augmentation/erasing.ts";
import type { AverageOptions } from "../weights/average.ts";
import type { AdamOptions, SgdOptions } from "../weights/optimizer.ts";
import type {
  ConstantSchedule,
  CosineSchedule,
  OneCycleSchedule,
  PlateauSchedule,
  StepSchedule,
} from "../schedule.ts";
import type { Recipe } from "./recipes.ts";

const network = strictObject<Fields<NetworkOptions>>({
  channels: v.pipe(
    list(whole(1, 1024), 5, 5),
    v.transform(([a, b, c, d, e]) => [a, b, c, d, e] as const),
  ),
  hidden: whole(1, 4096),
  dropout: fraction,
  pooling: v.optional(whole(1, 4)),
  poolSize: v.optional(whole(2, 7)),
});

const weightDecay = v.optional(number(0));

const optimizer = kinds({
  sgd: strictObject<Fields<SgdOptions>>({
    kind: v.literal("sgd"),
    momentum: fraction,
    weightDecay,
  }),
  adam: strictObject<Fields<AdamOptions>>({
    kind: v.literal("adam"),
    beta1: v.optional(fraction),
    beta2: v.optional(fraction),
    epsilon: v.optional(positive),
    weightDecay,
  }),
});

const epochs = whole(1, 10_000);

const schedule = kinds({
  constant: strictObject<Fields<ConstantSchedule>>({
    kind: v.literal("constant"),
    rate: positive,
  }),
  cosine: strictObject<Fields<CosineSchedule>>({
    kind: v.literal("cosine"),
    rate: positive,
  }),
  step: strictObject<Fields<StepSchedule>>({
    kind: v.literal("step"),
    rate: positive,
    epochs,
    factor: positive,
  }),
  plateau: strictObject<Fields<PlateauSchedule>>({
    kind: v.literal("plateau"),
    rate: positive,
    factor: positive,
    patience: whole(0, 10_000),
  }),
  oneCycle: strictObject<Fields<OneCycleSchedule>>({
    kind: v.literal("oneCycle"),
    peak: positive,
    warmup: v.optional(fraction),
    startFactor: v.optional(positive),
    endFactor: v.optional(positive),
    momentum: v.optional(strictObject({ high: fraction, low: fraction })),
  }),
});

const augmentation = strictObject<Fields<AugmentationOptions>>({
  rotation: v.optional(number(0, 180)),
  shift: v.optional(number(0, 28)),
  scale: v.optional(fraction),
  shear: v.optional(number(0)),
  aspect: v.optional(fraction),
  elastic: v.optional(strictObject<Fields<ElasticOptions>>({
    amplitude: number(0, 28),
    smoothness: v.optional(number(1, 28)),
  })),
  erasing: v.optional(strictObject<Fields<ErasingOptions>>({
    probability: number(0, 1),
    smallest: v.optional(fraction),
    largest: v.optional(fraction),
  })),
  fade: v.optional(number(0, 1)),
});

/** The schema of a whole recipe in JSON, without unknown fields. */
export const recipeSchema: Schema<Recipe> = strictObject<Fields<Recipe>>({
  name: text(1, 200),
  epochs,
  batchSize: whole(1, MAXIMUM_COUNT),
  seed: whole(0, 2 ** 32 - 1),
  network,
  optimizer,
  schedule,
  augmentation: v.optional(augmentation),
  labelSmoothing: v.optional(fraction),
  distillation: v.optional(strictObject({ temperature: positive })),
  averaging: v.optional(strictObject<Fields<AverageOptions>>({
    decay: fraction,
    recomputeStatistics: v.optional(boolean),
  })),
  precision: v.optional(v.picklist(["bfloat16"])),
  earlyStopping: v.optional(strictObject({ patience: epochs })),
});
