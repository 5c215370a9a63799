/** The operations that TensorFlow.js's layers perform in inference. @module */
import { oneLine } from "../files/errors.ts";
import type { tf } from "../tensorflow/mod.ts";
import { ExportError } from "./format.ts";
import {
  ACTIVATION_OPERATIONS,
  type ActivationName,
  type Operation,
  type Pair,
} from "./operation.ts";
import { type Weight, weightsOf } from "./weights.ts";

/** Layers that do nothing in inference. */
const ONLY_TRAINING = new Set([
  "AlphaDropout",
  "Dropout",
  "GaussianDropout",
  "GaussianNoise",
  "InputLayer",
  "SpatialDropout2D",
]);

/**
 * A layer's operation, then its activation's; none for layers that only training uses.
 *
 * @throws {ExportError} naming the layer, if there are no such operations.
 */
export async function operationsOf(
  layer: tf.layers.Layer,
): Promise<Operation[]> {
  const type = layer.getClassName();
  if (ONLY_TRAINING.has(type)) return [];
  const convert = CONVERTERS[type];
  if (!convert) throw unsupported(layer, "there is no such layer");
  const config = layer.getConfig() as LayerConfig;
  if (config.dataFormat === "channelsFirst") {
    throw unsupported(layer, "its channels come first");
  }
  return convert({ layer, config, weights: await weightsOf(layer) });
}

/** The parts of layers' configurations that are used here. */
interface LayerConfig {
  readonly activation?: string;
  readonly alpha?: number;
  readonly axis?: number | number[];
  readonly dataFormat?: string;
  readonly dilationRate?: number | number[];
  readonly epsilon?: number;
  readonly maxValue?: number | null;
  readonly padding?: string;
  readonly poolSize?: number | number[];
  readonly strides?: number | number[];
}

interface Described {
  readonly layer: tf.layers.Layer;
  readonly config: LayerConfig;
  readonly weights: ReadonlyMap<string, Weight>;
}

type Converter = (described: Described) => Operation[];

/** By the classes of TensorFlow.js's layers. */
const CONVERTERS: Readonly<Record<string, Converter>> = {
  Activation: (described) => activationOf(described),
  AveragePooling2D: ({ layer, config }) => [pooling("average", layer, config)],
  BatchNormalization: (described) => [batchNormalization(described)],
  Conv2D: (described) => {
    const { layer, config, weights } = described;
    return [{
      kind: "convolution",
      kernel: weights.get("kernel")!,
      bias: weights.get("bias"),
      strides: pair(config.strides ?? 1),
      dilations: pair(config.dilationRate ?? 1),
      padding: paddingOf(layer, config),
    }, ...activationOf(described)];
  },
  Dense: (described) => {
    const { layer, weights } = described;
    if (shapeOf(layer.input).length !== 1) {
      throw unsupported(layer, "its input is not one row of values");
    }
    const [kernel, bias] = [weights.get("kernel")!, weights.get("bias")];
    return [
      { kind: "fullyConnected", kernel, bias },
      ...activationOf(described),
    ];
  },
  ELU: ({ layer, config: { alpha = 1 } }) => {
    if (alpha !== 1) throw unsupported(layer, `its alpha is ${alpha}, not 1`);
    return [{ kind: "activation", name: "elu" }];
  },
  Flatten: () => [{ kind: "flatten" }],
  GlobalAveragePooling2D: () => [{ kind: "globalPooling", how: "average" }],
  GlobalMaxPooling2D: () => [{ kind: "globalPooling", how: "max" }],
  MaxPooling2D: ({ layer, config }) => [pooling("max", layer, config)],
  ReLU: ({ layer, config: { maxValue } }) => {
    if (typeof maxValue === "number") {
      throw unsupported(layer, `its largest value is ${maxValue}`);
    }
    return [{ kind: "activation", name: "relu" }];
  },
  Softmax: ({ layer, config: { axis = -1 } }) => {
    if (axis !== -1) throw unsupported(layer, `its axis is ${axis}, not -1`);
    return [{ kind: "activation", name: "softmax" }];
  },
};

function activationOf(
  { layer, config: { activation = "linear" } }: Described,
): Operation[] {
  if (activation === "linear") return [];
  // TensorFlow.js names it log_softmax in configurations, logSoftmax elsewhere
  const name = camelCase(activation);
  if (!isActivation(name)) {
    throw unsupported(layer, `there is no activation "${oneLine(activation)}"`);
  }
  return [{ kind: "activation", name }];
}

function isActivation(name: string): name is ActivationName {
  return Object.hasOwn(ACTIVATION_OPERATIONS, name);
}

/**
 * (x − mean) / √(variance + ε) · γ + β is x · scale + offset with
 * scale = γ / √(variance + ε) and offset = β − mean · scale.
 */
function batchNormalization(
  { layer, config, weights }: Described,
): Operation {
  const { axis = -1, epsilon = 1e-3 } = config;
  const rank = shapeOf(layer.input).length;
  const axes = [axis].flat();
  if (axes.length !== 1 || (axes[0] !== -1 && axes[0] !== rank)) {
    throw unsupported(layer, `it normalizes axis ${axes}, not the last`);
  }
  const { shape, values: mean } = weights.get("moving_mean")!;
  const { values: variance } = weights.get("moving_variance")!;
  const gamma = weights.get("gamma")?.values;
  const beta = weights.get("beta")?.values;
  const scales = Array.from(
    variance,
    (value, channel) => (gamma?.[channel] ?? 1) / Math.sqrt(value + epsilon),
  );
  const offsets = scales.map((scale, channel) =>
    (beta?.[channel] ?? 0) - mean[channel] * scale
  );
  return {
    kind: "scaleAndShift",
    scale: { shape, values: Float32Array.from(scales) },
    offset: { shape, values: Float32Array.from(offsets) },
  };
}

function pooling(
  how: "max" | "average",
  layer: tf.layers.Layer,
  config: LayerConfig,
): Operation {
  const size = pair(config.poolSize ?? 2);
  const strides = pair(config.strides ?? config.poolSize ?? 2);
  return {
    kind: "pooling",
    how,
    size,
    strides,
    padding: paddingOf(layer, config),
  };
}

function paddingOf(
  layer: tf.layers.Layer,
  { padding = "valid" }: LayerConfig,
): "same" | "valid" {
  if (padding === "same" || padding === "valid") return padding;
  throw unsupported(layer, `its padding is "${oneLine(padding)}"`);
}

function pair(value: number | number[]): Pair {
  return Array.isArray(value)
    ? [value[0], value[1] ?? value[0]]
    : [value, value];
}

function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase());
}

function unsupported(layer: tf.layers.Layer, reason: string): ExportError {
  return new ExportError(
    `Cannot export layer "${
      oneLine(layer.name)
    }" (${layer.getClassName()}): it must be one that every format has: ${reason}`,
  );
}

/** A tensor's shape without the batch. */
export function shapeOf(
  tensor: tf.SymbolicTensor | tf.SymbolicTensor[],
): number[] {
  const { shape } = Array.isArray(tensor) ? tensor[0] : tensor;
  return shape.slice(1).map(Number);
}
