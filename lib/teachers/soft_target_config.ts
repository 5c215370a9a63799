/** What soft targets are made from, as their folder's `config.json` says. @module */
import * as v from "valibot";
import { datasetRecordSchema } from "../data/dataset_digest.ts";
import { finite, integer, jsonObject, line, parseJson } from "../files/json.ts";
import type { AffineOptions } from "../training/augmentation/affine.ts";

/** So many versions of MNIST take 4 GB. */
export const MAX_VERSIONS = 1000;

const count = v.pipe(integer, v.minValue(1));
const range = v.optional(finite);

const schema = v.object({
  /** Its training images are those that the teachers answered for. */
  data: datasetRecordSchema,
  teachers: v.object({
    count,
    /** As `findTeachers()` gives it. */
    sha256: line,
  }),
  augmentation: v.pipe(
    jsonObject,
    v.object(
      {
        rotation: range,
        shift: range,
        scale: range,
        shear: range,
        aspect: range,
      } satisfies Record<keyof AffineOptions, unknown>,
    ),
  ),
  /**
   * Over how many of the last versions the augmentation shrinks evenly to nothing;
   * none where it is left out.
   */
  fade: v.optional(count),
  versions: v.pipe(count, v.maxValue(MAX_VERSIONS)),
  seed: v.pipe(integer, v.minValue(0)),
});

/** What soft targets are made from. */
export type SoftTargetConfig = Readonly<v.InferOutput<typeof schema>>;

/** The JSON text; equal configurations give equal texts. */
export function encodeSoftTargetConfig(config: SoftTargetConfig): string {
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

/**
 * Reads the configuration.
 *
 * @param fail Makes the error that is thrown from what is wrong.
 */
export function decodeSoftTargetConfig(
  bytes: Uint8Array,
  fail: (fault: string) => Error,
): SoftTargetConfig {
  return parseJson(bytes, schema, fail);
}
