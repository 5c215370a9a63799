import { MAXIMUM_COUNT } from "../../data/idx/format.ts";
import type { NetworkOptions } from "../../model/network.ts";
import type { AugmentationOptions } from "../augmentation/augment.ts";
import type { AverageOptions } from "../weights/average.ts";
import type { DistillationOptions } from "../distillation.ts";
import type { EarlyStoppingOptions } from "../early_stopping.ts";
import type { ElasticOptions } from "../augmentation/elastic.ts";
import type { ErasingOptions } from "../augmentation/erasing.ts";
import type { AdamOptions, SgdOptions } from "../weights/optimizer.ts";
import type { Recipe } from "./mod.ts";
import type {
  ConstantSchedule,
  CosineSchedule,
  OneCycleSchedule,
  PlateauSchedule,
  StepSchedule,
} from "../schedule.ts";
import {
  boolean,
  type Check,
  fraction,
  kinds,
  list,
  number,
  object,
  oneOf,
  optional,
  positive,
  text,
  whole,
} from "../../files/json_checks.ts";

/** Checked by `kinds` before. */
const kind: Check = () => undefined;

const weightDecay = optional(number(0));

const optimizer = kinds({
  sgd: object<SgdOptions>({ kind, momentum: fraction, weightDecay }),
  adam: object<AdamOptions>({
    kind,
    beta1: optional(fraction),
    beta2: optional(fraction),
    epsilon: optional(positive),
    weightDecay,
  }),
});

const schedule = kinds({
  constant: object<ConstantSchedule>({ kind, rate: positive }),
  cosine: object<CosineSchedule>({ kind, rate: positive }),
  step: object<StepSchedule>({
    kind,
    rate: positive,
    epochs: whole(1, 10_000),
    factor: positive,
  }),
  plateau: object<PlateauSchedule>({
    kind,
    rate: positive,
    factor: positive,
    patience: whole(0, 10_000),
  }),
  oneCycle: object<OneCycleSchedule>({
    kind,
    peak: positive,
    warmup: optional(fraction),
    startFactor: optional(positive),
    endFactor: optional(positive),
    momentum: optional(
      object<NonNullable<OneCycleSchedule["momentum"]>>({
        high: fraction,
        low: fraction,
      }),
    ),
  }),
});

/** Whether a value from JSON is a whole recipe, field by field. */
export const checkRecipe: Check = object<Recipe>({
  name: text,
  epochs: whole(1, 10_000),
  batchSize: whole(1, MAXIMUM_COUNT),
  seed: whole(0, 2 ** 32 - 1),
  network: object<NetworkOptions>({
    channels: list(whole(1, 1024), 5, 5),
    hidden: whole(1, 4096),
    dropout: fraction,
    pooling: optional(whole(1, 4)),
    poolSize: optional(whole(2, 7)),
  }),
  optimizer,
  schedule,
  augmentation: optional(object<AugmentationOptions>({
    rotation: optional(number(0, 180)),
    shift: optional(number(0, 28)),
    scale: optional(fraction),
    shear: optional(number(0)),
    aspect: optional(fraction),
    elastic: optional(object<ElasticOptions>({
      amplitude: number(0, 28),
      smoothness: optional(number(1, 28)),
    })),
    erasing: optional(object<ErasingOptions>({
      probability: number(0, 1),
      smallest: optional(fraction),
      largest: optional(fraction),
    })),
    fade: optional(number(0, 1)),
  })),
  labelSmoothing: optional(fraction),
  distillation: optional(
    object<DistillationOptions>({ temperature: positive }),
  ),
  precision: optional(oneOf("bfloat16")),
  averaging: optional(object<AverageOptions>({
    decay: fraction,
    recomputeStatistics: optional(boolean),
  })),
  earlyStopping: optional(
    object<EarlyStoppingOptions>({ patience: whole(1, 10_000) }),
  ),
});
