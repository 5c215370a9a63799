import { createHash } from "node:crypto";
import * as v from "valibot";
import { integer, line } from "../files/json.ts";
import { type Dataset, DIGIT_CLASSES, sameClasses } from "./digits.ts";
import { classesSchema } from "./classes.ts";

/** What a run's files say about the digits that it used, in JSON. */
export const datasetRecordSchema = v.object({
  name: line,
  trainCount: v.pipe(integer, v.minValue(1)),
  testCount: v.pipe(integer, v.minValue(1)),
  /** From {@linkcode datasetDigest}. */
  sha256: line,
  /** The names of the classes; left out for the digits 0 to 9. */
  classes: v.optional(classesSchema),
});

/** What a run's files say about the digits that it used. */
export type DatasetRecord = Readonly<v.InferOutput<typeof datasetRecordSchema>>;

/** Counts and digest, by which a data set is recognised later. */
export function describeDataset(dataset: Dataset): DatasetRecord {
  const { classes } = dataset.train;
  return {
    name: dataset.source.name,
    trainCount: dataset.train.count,
    testCount: dataset.test.count,
    sha256: datasetDigest(dataset),
    ...!sameClasses(classes, DIGIT_CLASSES) && { classes: [...classes] },
  };
}

/**
 * SHA-256 of all pixels and labels and of the classes' names, in hexadecimal: the same
 * for two data sets if they hold the same images in the same order.
 */
export function datasetDigest(
  { train, test }: Pick<Dataset, "train" | "test">,
): string {
  const hash = createHash("sha256");
  for (const { count, images, labels } of [train, test]) {
    hash.update(`${count}\n`).update(images).update(labels);
  }
  // Digits have the digests of versions that knew no other classes
  const { classes } = train;
  if (!sameClasses(classes, DIGIT_CLASSES)) hash.update(classes.join("\n"));
  return hash.digest("hex");
}
