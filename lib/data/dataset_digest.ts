import { createHash } from "node:crypto";
import type { Dataset, DataSource } from "./digits.ts";

/** Which digits something was made with. */
export interface DatasetRecord extends Pick<DataSource, "name"> {
  readonly trainCount: number;
  readonly testCount: number;
  /** Of {@linkcode datasetDigest}. */
  readonly sha256: string;
}

/** What is kept of a set, to know it again. */
export function describeDataset(dataset: Dataset): DatasetRecord {
  return {
    name: dataset.source.name,
    trainCount: dataset.train.count,
    testCount: dataset.test.count,
    sha256: datasetDigest(dataset),
  };
}

/**
 * SHA-256, in hexadecimal, of a set's pixels and labels: tells whether two sets
 * hold the same digits in the same order.
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
