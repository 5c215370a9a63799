/** Schemas that the records of checkpoints, runs and soft targets share. @module */
import type { DatasetRecord } from "../data/dataset_digest.ts";
import { type Fields, text, whole } from "../files/json.ts";

/** The fields of a {@linkcode DatasetRecord}. */
export const datasetFields = {
  name: text(),
  trainCount: whole(1),
  testCount: whole(1),
  sha256: text(),
} satisfies Fields<DatasetRecord>;
