/**
 * A network's convolution kernels, and the feature maps it computes from a digit, as
 * plain numbers.
 *
 * @module
 */
import { COLUMNS, ROWS } from "../data/digits.ts";
import type { Normalization } from "../model/normalization.ts";
import { tf } from "../tensorflow/mod.ts";

/** A matrix of numbers, row by row. */
export interface Grid {
  /** Its height. */
  readonly rows: number;
  /** Its width. */
  readonly columns: number;
  /** float32 [rows · columns]. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** The feature maps of one layer for one image. */
export interface LayerMaps {
  /** The layer's name. */
  readonly layer: string;
  /** One grid for each channel. */
  readonly maps: readonly Grid[];
}

/**
 * The kernels of a convolution, one grid for each pair of input and output
 * channel: all output channels of input channel 0 first, then those of channel 1, …
 *
 * @throws {RangeError} if the model has no such layer, or the layer is not a
 * two-dimensional convolution.
 */
export function kernelsOf(model: tf.LayersModel, layer: string): Grid[] {
  const [kernel] = layerOf(model, layer).getWeights();
  if (kernel?.rank !== 4) {
    throw new RangeError(
      `Cannot show kernels of layer "${layer}": it must be a convolution: its weights have shapes ${
        JSON.stringify(
          layerOf(model, layer).getWeights().map(({ shape }) => shape),
        )
      }`,
    );
  }
  const [rows, columns, inputs, outputs] = kernel.shape;
  const grids = tf.tidy(() =>
    kernel.transpose([2, 3, 0, 1])
      .reshape([inputs * outputs, rows, columns, 1]) as tf.Tensor4D
  );
  return takeGrids(grids);
}

/**
 * The feature maps that a network computes from one image.
 *
 * @param model A sequential model, as `createNetwork` and `loadModel` return it.
 * @param pixels uint8 [28, 28].
 * @param layers Names of layers; by default all whose output has rows and columns.
 * @throws {RangeError} if the model has no such layer, or the layer's output has no
 * rows and columns.
 * @throws {TypeError} if the model is not sequential.
 */
export function featureMaps(
  model: tf.LayersModel,
  pixels: Uint8Array,
  normalization: Normalization,
  layers: readonly string[] = layersWithMaps(model),
): LayerMaps[] {
  layers.forEach((name) => requireMaps(model, name));
  const outputs = tf.tidy(() => {
    const outputs = new Map<string, tf.Tensor4D>();
    let x: tf.Tensor = inputTensor(pixels, normalization);
    for (const layer of sequentialLayers(model)) {
      x = layer.apply(x) as tf.Tensor; // [1, rows, columns, channels]
      if (!layers.includes(layer.name)) continue;
      outputs.set(layer.name, x.transpose([3, 1, 2, 0]) as tf.Tensor4D);
    }
    return layers.map((name) => outputs.get(name)!);
  });
  return outputs.map((tensor, index) => ({
    layer: layers[index],
    maps: takeGrids(tensor), // [channels, rows, columns, 1]
  }));
}

/** A model's layers but input layers, which can't be applied to a value. */
export function computingLayers(model: tf.LayersModel): tf.layers.Layer[] {
  return model.layers.filter((layer) => layer.getClassName() !== "InputLayer");
}

/**
 * A sequential model's layers in order, without an input layer.
 *
 * @throws {TypeError} if the model is not sequential.
 */
export function sequentialLayers(model: tf.LayersModel): tf.layers.Layer[] {
  if (model.getClassName() !== "Sequential") {
    throw new TypeError(
      `Cannot look into a model: it must be sequential (tf.sequential): current class is ${model.getClassName()}`,
    );
  }
  return computingLayers(model);
}

/** The names of all layers whose output has rows and columns. */
export function layersWithMaps(model: tf.LayersModel): string[] {
  return computingLayers(model)
    .filter(({ output }) => !Array.isArray(output) && output.rank === 4)
    .map(({ name }) => name);
}

function layerOf(model: tf.LayersModel, name: string): tf.layers.Layer {
  const found = model.layers.find((layer) => layer.name === name);
  if (found) return found;
  throw new RangeError(
    `Cannot find layer "${name}": it must be one of ${
      model.layers.map((layer) => layer.name).join(", ")
    }`,
  );
}

/** @throws {RangeError} if the layer is missing or its output has no rows and columns. */
export function requireMaps(model: tf.LayersModel, name: string): void {
  const { output } = layerOf(model, name);
  if (!Array.isArray(output) && output.rank === 4) return;
  throw new RangeError(
    `Cannot show maps of layer "${name}": its output must have rows and columns: layers with them are ${
      layersWithMaps(model).join(", ")
    }`,
  );
}

/** One normalized image, float32 [1, 28, 28, 1]. */
export function inputTensor(
  pixels: Uint8Array,
  { mean, standardDeviation }: Normalization,
): tf.Tensor4D {
  const values = Float32Array.from(
    pixels,
    (pixel) => (pixel / 255 - mean) / standardDeviation,
  );
  return tf.tensor4d(values, [1, ROWS, COLUMNS, 1]);
}

/** Reads a tensor [count, rows, columns, 1] into grids, and disposes it. */
export function takeGrids(tensor: tf.Tensor4D): Grid[] {
  const [count, rows, columns] = tensor.shape;
  const values = tensor.dataSync<"float32">();
  tensor.dispose();
  return Array.from({ length: count }, (_, index) => ({
    rows,
    columns,
    values: Float32Array.from(
      values.subarray(index * rows * columns, (index + 1) * rows * columns),
    ),
  }));
}
