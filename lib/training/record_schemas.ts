/** Schemas of what checkpoints, runs and soft targets all keep. @module */
import type { DatasetRecord } from "../data/dataset_digest.ts";
import {
  type Fields,
  number,
  object,
  positive,
  type Schema,
  text,
  whole,
} from "../files/json.ts";
import type { Normalization } from "../model/input.ts";

export const datasetFields = {
  name: text(),
  trainCount: whole(1),
  testCount: whole(1),
  sha256: text(),
} satisfies Fields<DatasetRecord>;

export const normalization: Schema<Normalization> = object<
  Fields<Normalization>
>({
  mean: number(),
  standardDeviation: positive,
});
