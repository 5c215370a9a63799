/**
 * What every format of an export has in common.
 *
 * An exported network takes pixels from 0 to 255, a light digit on a dark ground,
 * float32 [batch, 28, 28, 1]; the normalization (pixel − 255·mean) / (255·deviation) is
 * part of it. It returns log-probabilities, float32 [batch, classes]. Only safetensors,
 * which holds weights and no operations, leaves the normalization to its reader.
 *
 * Float16 and int8 store only the kernels of convolutions and fully connected layers in
 * fewer bits. Biases and batch normalization, a few per cent of the weights, stay in
 * float32, and so does the arithmetic.
 *
 * @module
 */
import type { Normalization } from "../model/normalization.ts";
import type { tf } from "../tensorflow/mod.ts";

/** The name of the input, where a format names it. */
export const INPUT_NAME = "images";
/** The name of the output, where a format names it. */
export const OUTPUT_NAME = "log_probabilities";

/** A file of an export. */
export interface ExportedFile {
  /** Relative to the export's folder, with `/` between folders. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A trained network, and what its users must know. */
export interface ExportInput {
  /** From normalized images, float32 [batch, 28, 28, 1], to log-probabilities. */
  readonly model: tf.LayersModel;
  /** Of the pixels on a scale from 0 to 1. */
  readonly normalization: Normalization;
  /** The names of the classes, in the order of the outputs. */
  readonly classes: readonly string[];
}

/** How weights can be stored, the most exact first. */
export const PRECISIONS = ["float32", "float16", "int8"] as const;

/** How weights are stored. */
export type Precision = typeof PRECISIONS[number];

/** How a format is written. */
export interface EncodeOptions {
  readonly precision: Precision;
}

/**
 * Encodes a network in a format.
 *
 * @returns The files, none of which is written yet.
 * @throws {ExportError} if the format has no such layer or no such precision.
 */
export type Encode = (
  input: ExportInput,
  options: EncodeOptions,
) => Promise<readonly ExportedFile[]>;

/**
 * A network that can't be exported, or not in that format. The message is one line for
 * the user.
 */
export class ExportError extends Error {
  override name = "ExportError";
}
