import { createHash } from "node:crypto";
import { type Fields, text, whole } from "../files/json.ts";
import type { Dataset, DataSource } from "./digits.ts";

/** What a run's files say about the digits that it used. */
export interface DatasetRecord extends Pick<DataSource, "name"> {
  readonly trainCount: number;
  readonly testCount: number;
  /** From {@linkcode datasetDigest}. */
  readonly sha256: string;
}

/** The schemas of its fields, to be spread into the schemas of files. */
export const datasetRecordFields = {
  name: text(),
  trainCount: whole(1),
  testCount: whole(1),
  sha256: text(),
} satisfies Fields<DatasetRecord>;

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
