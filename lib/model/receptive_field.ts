import { tf } from "../tensorflow/mod.ts";

/** Rows and columns. */
export type Size = readonly [number, number];

/** A layer's receptive field in pixels. */
interface Field {
  /** The part of the image that one output depends on. */
  readonly size: Size;
  /** The distance between the fields of two neighbouring outputs. */
  readonly stride: Size;
}

/** Layers that process each position separately. */
const POINTWISE = new Set([
  "Activation",
  "AlphaDropout",
  "BatchNormalization",
  "Dropout",
  "ELU",
  "GaussianDropout",
  "GaussianNoise",
  "LayerNormalization",
  "LeakyReLU",
  "PReLU",
  "ReLU",
  "Softmax",
  "SpatialDropout2D",
  "ThresholdedReLU",
]);
/** Layers that slide a window over the image. */
const WINDOWED = new Set([
  "AveragePooling2D",
  "Conv2D",
  "DepthwiseConv2D",
  "MaxPooling2D",
  "SeparableConv2D",
]);
/** Layers whose outputs depend on the whole image. */
const GLOBAL = new Set([
  "Flatten",
  "GlobalAveragePooling2D",
  "GlobalMaxPooling2D",
]);
/** Layers that merge branches position by position. */
const MERGING = new Set([
  "Add",
  "Average",
  "Concatenate",
  "Maximum",
  "Minimum",
  "Multiply",
]);

/**
 * The receptive field of each layer by its name, at most the whole image. For a
 * kernel of size k with dilation d after strides of product j, the field grows as
 * r ← r + (k − 1)·d·j (Araujo, Norris and Sim 2019, "Computing Receptive Fields of
 * Convolutional Neural Networks", Distill). Layers of an unknown type, and all that
 * follow them, are left out.
 *
 * @param model A model with one input, [batch, rows, columns, channels].
 */
export function receptiveFields(model: tf.LayersModel): Map<string, Size> {
  const [, rows, columns] = model.inputs[0].shape;
  const image: Size = [rows ?? Infinity, columns ?? Infinity];
  const fields = new Map<string, Field>();
  const visit = (layer: tf.layers.Layer): Field | undefined => {
    const known = fields.get(layer.name);
    if (known) return known;
    const inputs = inputsOf(layer).map(visit);
    const field = inputs.length === 0
      ? start
      : inputs.every((input) => input !== undefined)
      ? fieldAfter(layer, inputs, image)
      : undefined;
    if (field) fields.set(layer.name, field);
    return field;
  };
  model.layers.forEach(visit);
  return new Map(
    [...fields].map(([name, { size }]) => [
      name,
      [Math.min(size[0], image[0]), Math.min(size[1], image[1])],
    ]),
  );
}

const start: Field = { size: [1, 1], stride: [1, 1] };

function inputsOf(layer: tf.layers.Layer): tf.layers.Layer[] {
  const { input } = layer;
  const tensors = Array.isArray(input) ? input : [input];
  return tensors.map(({ sourceLayer }) => sourceLayer)
    .filter((source) => source !== layer);
}

interface Window {
  readonly kernelSize?: number | number[];
  readonly poolSize?: number | number[];
  readonly strides?: number | number[];
  readonly dilationRate?: number | number[];
}

function fieldAfter(
  layer: tf.layers.Layer,
  inputs: Field[],
  image: Size,
): Field | undefined {
  const type = layer.getClassName();
  if (POINTWISE.has(type)) return inputs[0];
  if (GLOBAL.has(type)) return { size: image, stride: image };
  if (MERGING.has(type)) {
    return {
      size: [
        Math.max(...inputs.map(({ size }) => size[0])),
        Math.max(...inputs.map(({ size }) => size[1])),
      ],
      stride: inputs[0].stride,
    };
  }
  // On [batch, features] a dense layer has its input's field
  if (type === "Dense") return inputs[0];
  if (!WINDOWED.has(type)) return undefined;
  const config = layer.getConfig() as Window;
  const kernel = pair(config.kernelSize ?? config.poolSize ?? 1);
  const dilation = pair(config.dilationRate ?? 1);
  const strides = pair(config.strides ?? 1);
  const [{ size, stride }] = inputs;
  return {
    size: [
      size[0] + (kernel[0] - 1) * dilation[0] * stride[0],
      size[1] + (kernel[1] - 1) * dilation[1] * stride[1],
    ],
    stride: [stride[0] * strides[0], stride[1] * strides[1]],
  };
}

function pair(value: number | number[]): Size {
  return Array.isArray(value)
    ? [value[0], value[1] ?? value[0]]
    : [value, value];
}
