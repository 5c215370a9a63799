/** The files of both of TensorFlow.js's formats. @module */
import { Buffer } from "node:buffer";
import type { tf } from "../../tensorflow/mod.ts";
import type { ExportedFile } from "../format.ts";
import { bytesOf } from "../weights.ts";

/** The weights of all layers, one after the other. */
const WEIGHTS_FILE = "weights.bin";

/** A weight as it is stored. */
export interface StoredWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** What it is once it is loaded. */
  readonly dtype: "float32" | "int32";
  readonly values:
    | Float32Array<ArrayBuffer>
    | Float16Array<ArrayBuffer>
    | Uint8Array<ArrayBuffer>
    | Int32Array<ArrayBuffer>;
  /** How TensorFlow.js gets the value from the stored one, if they differ. */
  readonly quantization?: tf.io.WeightsManifestEntry["quantization"];
}

/**
 * `model.json` and the file of the weights.
 *
 * @param model What `model.json` says besides the weights.
 */
export function storeWeights(
  weights: readonly StoredWeight[],
  model: object,
): ExportedFile[] {
  const entries = weights.map(({ values: _, shape, ...entry }) => ({
    ...entry,
    shape: [...shape],
  })) satisfies tf.io.WeightsManifestEntry[];
  const weightsManifest = [{ paths: [WEIGHTS_FILE], weights: entries }];
  const text = JSON.stringify({ ...model, weightsManifest });
  const parts = weights.map(({ values }) => bytesOf(values));
  return [
    { path: "model.json", bytes: new TextEncoder().encode(text) },
    { path: WEIGHTS_FILE, bytes: new Uint8Array(Buffer.concat(parts)) },
  ];
}
