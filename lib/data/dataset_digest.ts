import { createHash } from "node:crypto";
import * as v from "valibot";
import { integer, line } from "../files/json.ts";
import type { Dataset } from "./digits.ts";

/** What a run's files say about the digits that it used, in JSON. */
export const datasetRecordSchema = v.object({
  name: line,
  trainCount: v.pipe(integer, v.minValue(1)),
  testCount: v.pipe(integer, v.minValue(1)),
  /** From {@linkcode datasetDigest}. */
  sha256: line,
});

/** What a run's files say about the digits that it used. */
export type DatasetRecord = Readonly<v.InferOutput<typeof datasetRecordSchema>>;

/** Counts and digest, by which a data set is recognised later. */
export function describeDataset(dataset: Dataset): DatasetRecord {
  return {
    name: dataset.source.name,
    trainCount: dataset.train.count,
    testCount: dataset.test.count,
    sha256: datasetDigest(dataset),
  };
}

/**
 * SHA-256 of all pixels and labels, in hexadecimal: the same for two data sets if
 * they hold the same digits in the same order.
 */
export function datasetDigest(
  { train, test }: Pick<Dataset, "train" | "test">,
): string {
  const hash = createHash("sha256");
  for (const { count, images, labels } of [train, test]) {
    hash.update(`${count}\n`).update(images).update(labels);
  }
  return hash.digest("hex");
}
