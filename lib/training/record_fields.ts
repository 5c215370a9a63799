/** What checkpoints and the files of a run have in common. @module */
import type { DatasetRecord } from "../data/dataset_digest.ts";
import type { Normalization } from "../model/input.ts";
import { FieldError, Fields } from "../files/json_fields.ts";
import type { EpochResult } from "./epoch.ts";

/**
 * The results of epochs 1, 2, 3, …
 *
 * @throws {FieldError} naming the field that is missing or wrong.
 */
export function decodeEpochs(list: readonly unknown[]): EpochResult[] {
  const epochs = list.map(decodeEpoch);
  if (epochs.some(({ epoch }, index) => epoch !== index + 1)) {
    throw new FieldError("its history must hold epochs 1, 2, 3, …");
  }
  return epochs;
}

function decodeEpoch(value: unknown): EpochResult {
  const result = new Fields(value, "an epoch of its history");
  const testCount = result.whole("testCount", 1);
  return {
    epoch: result.whole("epoch", 1),
    trainLoss: result.number("trainLoss"),
    testLoss: result.number("testLoss"),
    testCorrect: result.whole("testCorrect", 0, testCount),
    testCount,
    learningRate: result.number("learningRate"),
    seconds: result.number("seconds"),
  };
}

/** @throws {FieldError} naming the field that is missing or wrong. */
export function decodeDataset(fields: Fields): DatasetRecord {
  return {
    name: fields.text("name"),
    trainCount: fields.whole("trainCount", 1),
    testCount: fields.whole("testCount", 1),
    sha256: fields.text("sha256"),
  };
}

/** @throws {FieldError} naming the field that is missing or wrong. */
export function decodeNormalization(fields: Fields): Normalization {
  return {
    mean: fields.number("mean"),
    standardDeviation: fields.positive("standardDeviation"),
  };
}
