/** A network's weights as plain numbers. @module */
import type { tf } from "../tensorflow/mod.ts";

/** Weights of a layer, in row-major order. */
export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** The bytes of numbers, little-endian on every machine that Deno runs on. */
export function bytesOf(
  { buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * Reads a layer's weights.
 *
 * @returns By their names in TensorFlow.js without the layer's: `kernel`, `bias`,
 * `gamma`, `moving_variance`.
 */
export async function weightsOf(
  layer: tf.layers.Layer,
): Promise<ReadonlyMap<string, Weight>> {
  const values = await Promise.all(
    layer.getWeights().map((tensor) => tensor.data<"float32">()),
  );
  return new Map(
    layer.weights.map(({ originalName, shape }, index) => [
      originalName.slice(originalName.lastIndexOf("/") + 1),
      {
        shape: shape as number[],
        values: Float32Array.from(values[index]),
      },
    ]),
  );
}
