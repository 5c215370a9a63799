/** What soft targets are made from, as their folder's `config.json` says. @module */
import type { DatasetRecord } from "../data/dataset_digest.ts";
import type { AffineOptions } from "../training/augmentation/augment.ts";
import { Fields } from "../files/json_fields.ts";
import { decodeDataset } from "../training/record_fields.ts";

/** What soft targets are made from. */
export interface SoftTargetConfig {
  /** The training images are the ones that were answered for. */
  readonly data: DatasetRecord;
  readonly teachers: {
    readonly count: number;
    /** Of `findTeachers()`. */
    readonly sha256: string;
  };
  readonly augmentation: AffineOptions;
  /**
   * Over how many versions, the last ones, the augmentation shrinks evenly to
   * nothing; none where it is left out.
   */
  readonly fade?: number;
  readonly versions: number;
  readonly seed: number;
}

/** With MNIST they take 4 GB. */
export const MAX_VERSIONS = 1000;

/** As text, the same for the same config. */
export function encodeSoftTargetConfig(config: SoftTargetConfig): string {
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

/**
 * Reads it from JSON.
 *
 * @throws {FieldError} if it is damaged.
 */
export function decodeSoftTargetConfig(bytes: Uint8Array): SoftTargetConfig {
  const config = Fields.parse(bytes, "");
  const teachers = config.object("teachers");
  const augmentation = config.object("augmentation");
  const range = (name: keyof AffineOptions) => ({
    ...augmentation.has(name) && { [name]: augmentation.number(name) },
  });
  return {
    data: decodeDataset(config.object("data")),
    teachers: {
      count: teachers.whole("count", 1),
      sha256: teachers.text("sha256"),
    },
    augmentation: {
      ...range("rotation"),
      ...range("shift"),
      ...range("scale"),
      ...range("shear"),
      ...range("aspect"),
    },
    ...config.has("fade") && { fade: config.whole("fade", 1) },
    versions: config.whole("versions", 1, MAX_VERSIONS),
    seed: config.whole("seed", 0),
  };
}
