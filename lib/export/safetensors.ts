/**
 * Safetensors: the weights and no operations, which a program must bring along. See
 * https://github.com/huggingface/safetensors#format
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { Encode, Precision } from "./format.ts";
import { kerasLayer, namedLayers } from "./keras/layers.ts";
import { toFloat16, toInt8 } from "./quantize.ts";
import { inferenceSteps } from "./steps.ts";
import { bytesOf, type Weight, weightsOf } from "./weights.ts";

/** A tensor as it is stored. */
interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values:
    | Float32Array<ArrayBuffer>
    | Float16Array<ArrayBuffer>
    | Int8Array<ArrayBuffer>;
}

/**
 * Encodes `model.safetensors`. Weights have the network's names, `conv1/kernel`, and its
 * shapes: [rows, columns, inputs, outputs] of a convolution, [inputs, outputs] of a
 * fully connected layer. A kernel in int8 is to be multiplied by `conv1/kernel_scale`,
 * float32 [outputs].
 *
 * The header's `__metadata__` has the classes, the normalization, and under `layers`
 * what `keras.layers.deserialize()` takes for each layer.
 */
export const encodeSafetensors: Encode = async (input, { precision }) => {
  await inferenceSteps(input); // The same networks as in all formats, no others
  const layers = namedLayers(input.model);
  const tensors: StoredTensor[] = [];
  for (const { layer, name } of layers) {
    for (const [which, weight] of await weightsOf(layer)) {
      tensors.push(...stored(`${name}/${which}`, weight, precision));
    }
  }
  const bytes = fileOf(tensors, {
    format: "tf", // Kernels have TensorFlow's shapes
    precision,
    classes: JSON.stringify(input.classes),
    normalization: JSON.stringify(input.normalization),
    layers: JSON.stringify(layers.map(kerasLayer)),
  });
  return [{ path: "model.safetensors", bytes }];
};

function stored(
  name: string,
  weight: Weight,
  precision: Precision,
): StoredTensor[] {
  if (precision === "float32" || !name.endsWith("/kernel")) {
    return [{ name, ...weight }];
  }
  if (precision === "float16") return [{ name, ...toFloat16(weight, name) }];
  const { scales, ...whole } = toInt8(weight);
  const scale = { shape: [scales.length], values: scales };
  return [{ name, ...whole }, { name: `${name}_scale`, ...scale }];
}

/**
 * The header's length in eight bytes, the header, the values.
 *
 * @param metadata Texts, the only values that the format has.
 */
function fileOf(
  tensors: readonly StoredTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  // As the format's own library: larger elements first, which aligns them all
  const ordered = tensors.toSorted((a, b) =>
    b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT
  );
  let end = 0;
  const entries = ordered.map(({ name, shape, values }) => {
    const start = end;
    end += values.byteLength;
    const entry = { dtype: dtypeOf(values), shape, data_offsets: [start, end] };
    return [name, entry] as const;
  });
  const text = JSON.stringify({
    __metadata__: metadata,
    ...Object.fromEntries(entries),
  });
  const json = new TextEncoder().encode(text);
  const padded = Math.ceil(json.length / 8) * 8;
  const header = new Uint8Array(8 + padded).fill(0x20); // Spaces
  new DataView(header.buffer).setBigUint64(0, BigInt(padded), true);
  header.set(json, 8);
  const parts = [header, ...ordered.map(({ values }) => bytesOf(values))];
  return new Uint8Array(Buffer.concat(parts));
}

function dtypeOf(values: StoredTensor["values"]): "F32" | "F16" | "I8" {
  if (values instanceof Float32Array) return "F32";
  return values instanceof Float16Array ? "F16" : "I8";
}
