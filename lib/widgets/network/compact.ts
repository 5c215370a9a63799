import type { Normalization } from "../../model/normalization.ts";
import { tf } from "../../tensorflow/mod.ts";
import type { CompactLayer, CompactNetwork } from "./forward.ts";
import { encodeHalfFloats } from "./half_floats.ts";

/** A layer without its weights, and the weights. */
type Part = readonly [CompactLayer, ...ArrayLike<number>[]];

/**
 * Writes a trained network down for a page: layers, and weights of 16 bits in
 * base64, 2.7 bytes for each. Dropout is left out, batch normalization is a factor
 * and a shift, and the softmax at the end follows from the logits.
 *
 * @param model Layers in a row from [28, 28, 1] to logits, probabilities or
 * log-probabilities: convolutions with stride 1 and same padding, batch
 * normalization over the channels, ReLU, max pooling, global average pooling,
 * flatten, dense, dropout.
 * @param normalization Of the images that the model learned from.
 * @throws {RangeError} if the model has another layer than these.
 */
export function compactNetwork(
  model: tf.LayersModel,
  { mean, standardDeviation }: Normalization,
): CompactNetwork {
  const parts = model.layers.flatMap((layer) =>
    partsOf(layer, layer === model.layers.at(-1))
  );
  return {
    layers: parts.map(([layer]) => layer),
    weights: encodeHalfFloats(
      parts.flatMap(([, ...weights]) => weights.flatMap((w) => Array.from(w))),
    ),
    mean,
    standardDeviation,
  };
}

/** Settings of layers, as `getConfig()` has them, that matter here. */
interface LayerConfig {
  readonly activation?: string;
  readonly useBias?: boolean;
  readonly filters: number;
  readonly units: number;
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: string;
  readonly poolSize: readonly number[];
  readonly dilationRate?: readonly number[];
  readonly maxValue?: number | null;
  readonly epsilon: number;
}

function partsOf(layer: tf.layers.Layer, isLast: boolean): Part[] {
  const config = layer.getConfig() as unknown as LayerConfig;
  const weights = layer.getWeights().map((weight) => weight.dataSync());
  switch (layer.getClassName()) {
    case "InputLayer":
    case "Dropout":
      return [];
    case "ReLU":
      if (typeof config.maxValue === "number") throw unknown(layer);
      return [[{ kind: "relu" }]];
    case "Activation":
      return activation(config, layer, isLast);
    case "Flatten":
      return [[{ kind: "flatten" }]];
    case "GlobalAveragePooling2D":
      return [[{ kind: "globalAverage" }]];
    case "MaxPooling2D": {
      const { poolSize: [size, width], strides, padding } = config;
      const plain = [width, ...strides].every((value) => value === size);
      if (!plain || padding !== "valid") throw unknown(layer);
      return [[{ kind: "maxPooling", size }]];
    }
    case "BatchNormalization":
      return [normalization(layer)];
    case "Conv2D": {
      const { kernelSize: [size, width], strides, padding, filters } = config;
      const plain = [...strides, ...config.dilationRate ?? []]
        .every((value) => value === 1);
      if (!plain || width !== size || padding !== "same") throw unknown(layer);
      const [kernel, bias = new Float32Array(filters)] = weights;
      const inputs = kernel.length / (size * size * filters);
      const shape = { size, inputs, outputs: filters };
      return [
        [{ kind: "convolution", ...shape }, kernel, bias],
        ...activation(config, layer, isLast),
      ];
    }
    case "Dense": {
      const { units } = config;
      const [kernel, bias = new Float32Array(units)] = weights;
      const shape = { inputs: kernel.length / units, outputs: units };
      return [
        [{ kind: "dense", ...shape }, kernel, bias],
        ...activation(config, layer, isLast),
      ];
    }
  }
  throw unknown(layer);
}

function activation(
  { activation = "linear" }: LayerConfig,
  layer: tf.layers.Layer,
  isLast: boolean,
): Part[] {
  switch (activation) {
    case "relu":
      return [[{ kind: "relu" }]];
    case "linear":
      return [];
    // networkReader() ends with a softmax
    case "softmax":
    case "logSoftmax":
      if (isLast) return [];
  }
  throw unknown(layer);
}

/** γ (x − mean) / √(variance + ε) + β as x · factor + shift. */
function normalization(layer: tf.layers.Layer): Part {
  const { epsilon } = layer.getConfig() as unknown as LayerConfig;
  const byName = new Map(
    layer.weights.map((weight) => [
      weight.originalName.split("/").at(-1)!,
      weight.read().dataSync(),
    ]),
  );
  const mean = byName.get("moving_mean")!;
  const factor = Float32Array.from(
    byName.get("moving_variance")!,
    (variance, k) =>
      (byName.get("gamma")?.[k] ?? 1) / Math.sqrt(variance + epsilon),
  );
  const shift = factor.map((by, k) =>
    (byName.get("beta")?.[k] ?? 0) - mean[k] * by
  );
  return [{ kind: "normalization", channels: factor.length }, factor, shift];
}

function unknown(layer: tf.layers.Layer): RangeError {
  return new RangeError(
    `Cannot take the network to a page: layer "${layer.name}" (${layer.getClassName()}) must be one that the page can compute: see compactNetwork()`,
  );
}
