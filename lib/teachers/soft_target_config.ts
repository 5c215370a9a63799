/** What soft targets are made from, as their folder's `config.json` says. @module */
import * as v from "valibot";
import { datasetRecordFields } from "../data/dataset_digest.ts";
import {
  type Fields,
  number,
  object,
  parseJson,
  text,
  whole,
} from "../files/json.ts";
import type { AffineOptions } from "../training/augmentation/affine.ts";

/** So many versions of MNIST take 4 GB. */
export const MAX_VERSIONS = 1000;

const range = v.optional(number());

const schema = object({
  /** Its training images are those that the teachers answered for. */
  data: object(datasetRecordFields),
  teachers: object({
    count: whole(1),
    /** As `findTeachers()` gives it. */
    sha256: text(),
  }),
  augmentation: object<Fields<AffineOptions>>({
    rotation: range,
    shift: range,
    scale: range,
    shear: range,
    aspect: range,
  }),
  /**
   * Over how many of the last versions the augmentation shrinks evenly to nothing;
   * none where it is left out.
   */
  fade: v.optional(whole(1)),
  versions: whole(1, MAX_VERSIONS),
  seed: whole(0),
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
