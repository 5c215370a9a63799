/**
 * A trained network's forward pass in plain TypeScript: what a page needs to
 * answer without TensorFlow. Learning is not part of it.
 *
 * @module
 */
import { decodeHalfFloats } from "./half_floats.ts";

/** An operation; those with weights take them from the list in this order. */
export type CompactLayer =
  /** Same padding, stride 1. Weights: kernel [size, size, inputs, outputs], bias [outputs]. */
  | {
    readonly kind: "convolution";
    readonly size: number;
    readonly inputs: number;
    readonly outputs: number;
  }
  /** Weights: kernel [inputs, outputs], bias [outputs]. */
  | {
    readonly kind: "dense";
    readonly inputs: number;
    readonly outputs: number;
  }
  /** Batch normalization after training. Weights: factor [channels], shift [channels]. */
  | { readonly kind: "normalization"; readonly channels: number }
  /** Windows that don't overlap; what is left at the edges is dropped. */
  | { readonly kind: "maxPooling"; readonly size: number }
  | { readonly kind: "relu" | "globalAverage" | "flatten" };

/** A network from 28×28 pixels to logits, as data for a page. */
export interface CompactNetwork {
  readonly layers: readonly CompactLayer[];
  /** All weights in the order of the layers, from `encodeHalfFloats()`. */
  readonly weights: string;
  /** Of the pixels, scaled to [0, 1], that the network learned from. */
  readonly mean: number;
  /** Likewise. */
  readonly standardDeviation: number;
}

/** What a layer hands on: `values` has shape [height, width, channels]. */
interface Activations {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: Float32Array;
}

/**
 * A function that gives an image's probabilities, float32 [10]. Its argument is
 * 784 pixels from 0 to 255.
 */
export function networkReader(
  { layers, weights, mean, standardDeviation }: CompactNetwork,
): (pixels: ArrayLike<number>) => Float32Array {
  const all = decodeHalfFloats(weights);
  let start = 0;
  const take = (count: number) => all.subarray(start, start += count);
  const operations = layers.map((layer) => operation(layer, take));
  return (pixels) => {
    const values = Float32Array.from(
      pixels,
      (pixel) => (pixel / 255 - mean) / standardDeviation,
    );
    const input = { height: 28, width: 28, channels: 1, values };
    return softmax(
      operations.reduce<Activations>((x, apply) => apply(x), input).values,
    );
  };
}

function operation(
  layer: CompactLayer,
  take: (count: number) => Float32Array,
): (x: Activations) => Activations {
  switch (layer.kind) {
    case "convolution": {
      const { size, inputs, outputs } = layer;
      const kernel = take(size * size * inputs * outputs);
      const bias = take(outputs);
      return (x) => convolution(x, kernel, bias, size);
    }
    case "dense": {
      const kernel = take(layer.inputs * layer.outputs);
      const bias = take(layer.outputs);
      // A convolution of one pixel
      return (x) => convolution(x, kernel, bias, 1);
    }
    case "normalization": {
      const factor = take(layer.channels);
      const shift = take(layer.channels);
      return (x) =>
        map(x, (value, channel) => value * factor[channel] + shift[channel]);
    }
    case "relu":
      return (x) => map(x, (value) => Math.max(0, value));
    case "maxPooling":
      return (x) => maxPooling(x, layer.size);
    case "globalAverage":
      return globalAverage;
    case "flatten":
      return ({ values }) => ({
        ...{ height: 1, width: 1, channels: values.length },
        values,
      });
  }
}

function map(
  x: Activations,
  of: (value: number, channel: number) => number,
): Activations {
  return { ...x, values: x.values.map((v, k) => of(v, k % x.channels)) };
}

function convolution(
  { height, width, channels, values }: Activations,
  kernel: Float32Array,
  bias: Float32Array,
  size: number,
): Activations {
  const outputs = bias.length;
  const result = new Float32Array(height * width * outputs);
  const before = (size - 1) >> 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * outputs;
      result.set(bias, to);
      for (let window = 0; window < size * size; window++) {
        const row = y + Math.floor(window / size) - before;
        const column = x + window % size - before;
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        const from = (row * width + column) * channels;
        for (let input = 0; input < channels; input++) {
          const value = values[from + input];
          if (value === 0) continue;
          const weights = (window * channels + input) * outputs;
          for (let output = 0; output < outputs; output++) {
            result[to + output] += value * kernel[weights + output];
          }
        }
      }
    }
  }
  return { height, width, channels: outputs, values: result };
}

function maxPooling(
  { height, width, channels, values }: Activations,
  size: number,
): Activations {
  const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
  const result = new Float32Array(rows * columns * channels).fill(-Infinity);
  for (let y = 0; y < rows * size; y++) {
    for (let x = 0; x < columns * size; x++) {
      const to = (Math.floor(y / size) * columns + Math.floor(x / size)) *
        channels;
      const from = (y * width + x) * channels;
      for (let channel = 0; channel < channels; channel++) {
        result[to + channel] = Math.max(
          result[to + channel],
          values[from + channel],
        );
      }
    }
  }
  return { height: rows, width: columns, channels, values: result };
}

function globalAverage(
  { height, width, channels, values }: Activations,
): Activations {
  const result = new Float32Array(channels);
  values.forEach((value, k) => {
    result[k % channels] += value / (height * width);
  });
  return { height: 1, width: 1, channels, values: result };
}

/** Logits, or log-probabilities, as probabilities. */
export function softmax(logits: Float32Array): Float32Array {
  const largest = logits.reduce((most, logit) => Math.max(most, logit));
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
