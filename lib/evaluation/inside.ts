/**
 * What a network sees: its kernels, the feature maps of a digit, and where in
 * the picture an answer comes from. Tensors stay inside; results are numbers.
 *
 * @module
 */
import { COLUMNS, ROWS } from "../data/digits.ts";
import type { Normalization } from "../model/input.ts";
import { tf } from "../tensorflow/mod.ts";

/** Numbers of a rectangle, row by row. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  /** float32 [rows · columns]. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** The feature maps of one layer for one image. */
export interface LayerMaps {
  readonly layer: string;
  /** One for each channel. */
  readonly maps: readonly Grid[];
}

/**
 * The kernels of a convolution, one grid for each pair of input and output
 * channel: first all outputs of input channel 0, then those of channel 1, …
 *
 * @throws {RangeError} if the model has no such layer, or it has no kernel of
 * four axes.
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
 * What layers of a network make of one image.
 *
 * @param model A chain of layers, as `createNetwork` and `loadModel` give it.
 * @param pixels uint8 [28, 28].
 * @param layers Their names; by default all whose output has rows and columns.
 * @throws {RangeError} if the model has no such layer, or its output has no rows
 * and columns.
 * @throws {TypeError} if the model is no chain.
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
    for (const layer of chainOf(model)) {
      x = layer.apply(x) as tf.Tensor; // [1, rows, columns, channels]
      if (!layers.includes(layer.name)) continue;
      outputs.set(layer.name, x.transpose([3, 1, 2, 0]) as tf.Tensor4D);
    }
    return layers.map((name) => outputs.get(name)!);
  });
  return outputs.map((tensor, index) => ({
    layer: layers[index],
    maps: takeGrids(tensor), // of [channels, rows, columns, 1]
  }));
}

/**
 * Where in an image the evidence for a digit lies: the maps of a layer, each
 * weighted by the mean gradient of the digit's score (before log softmax) by it,
 * summed, cut off below 0, scaled to the image's size and to at most 1
 * (Grad-CAM, Selvaraju et al. 2017).
 *
 * @param model A chain of layers, as `createNetwork` and `loadModel` give it.
 * @param pixels uint8 [28, 28].
 * @param digit Whose evidence, from 0 to 9.
 * @param layer Its name; by default the last layer with rows and columns.
 * @returns [28, 28], from 0 to 1; all 0 where nothing speaks for the digit.
 * @throws {RangeError} as {@linkcode featureMaps} does, or if the digit is none.
 * @throws {TypeError} if the model is no chain.
 */
export function gradCam(
  model: tf.LayersModel,
  pixels: Uint8Array,
  normalization: Normalization,
  digit: number,
  layer: string = layersWithMaps(model).at(-1) ?? "",
): Grid {
  const classes = model.outputs[0].shape.at(-1)!;
  if (!Number.isInteger(digit) || digit < 0 || digit >= classes) {
    throw new RangeError(
      `Cannot look for evidence: the digit must be from 0 to ${
        classes - 1
      }: current value is ${digit}`,
    );
  }
  requireMaps(model, layer);
  const chain = chainOf(model);
  const place = chain.findIndex(({ name }) => name === layer) + 1;
  // Log softmax would subtract the other digits' evidence, and all of it where
  // the network is sure
  const end = chain.at(-1)!.getClassName() === "Activation" ? -1 : undefined;
  const run = (layers: tf.layers.Layer[], x: tf.Tensor) =>
    layers.reduce((x, layer) => layer.apply(x) as tf.Tensor, x);
  const heat = tf.tidy(() => {
    const image = inputTensor(pixels, normalization);
    const maps = run(chain.slice(0, place), image); // [1, rows, columns, channels]
    const score = (maps: tf.Tensor) =>
      run(chain.slice(place, end), maps).reshape([classes]).gather(digit);
    const weights = tf.grad(score)(maps).mean([1, 2], true); // [1, 1, 1, channels]
    const sum = maps.mul(weights).sum(3, true).relu() as tf.Tensor4D;
    const scaled = tf.image.resizeBilinear(sum, [ROWS, COLUMNS]);
    return scaled.div(scaled.max().maximum(SMALLEST)) as tf.Tensor4D;
  });
  return takeGrids(heat)[0];
}

/** Keeps a map without evidence at 0 instead of 0 / 0. */
const SMALLEST = 1e-30;

/** @throws {TypeError} if the model's layers are no chain. */
function chainOf(model: tf.LayersModel): tf.layers.Layer[] {
  if (model.getClassName() !== "Sequential") {
    throw new TypeError(
      `Cannot look into a model: its layers must form a chain (tf.sequential): current class is ${model.getClassName()}`,
    );
  }
  return model.layers;
}

/** Names of the layers whose output has rows and columns. */
export function layersWithMaps(model: tf.LayersModel): string[] {
  return model.layers
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

function requireMaps(model: tf.LayersModel, name: string): void {
  const { output } = layerOf(model, name);
  if (!Array.isArray(output) && output.rank === 4) return;
  throw new RangeError(
    `Cannot show maps of layer "${name}": its output must have rows and columns: layers with them are ${
      layersWithMaps(model).join(", ")
    }`,
  );
}

/** float32 [1, 28, 28, 1], normalized. */
function inputTensor(
  pixels: Uint8Array,
  { mean, standardDeviation }: Normalization,
): tf.Tensor4D {
  const values = Float32Array.from(
    pixels,
    (pixel) => (pixel / 255 - mean) / standardDeviation,
  );
  return tf.tensor4d(values, [1, ROWS, COLUMNS, 1]);
}

/** Reads [count, rows, columns, 1] as grids, and disposes it. */
function takeGrids(tensor: tf.Tensor4D): Grid[] {
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
