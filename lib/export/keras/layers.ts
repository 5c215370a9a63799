/** Layers of TensorFlow.js as Keras 3 describes them. @module */
import type { tf } from "../../tensorflow/mod.ts";
import { ExportError } from "../format.ts";

/** A layer, or what holds layers, in Keras's `config.json`. */
export interface KerasObject {
  readonly module: string;
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly registered_name: null;
  readonly build_config?: {
    readonly input_shape: readonly (number | null)[];
  };
}

const POOLING = ["poolSize", "strides", "padding"];

/**
 * The settings that matter to inference, by the class that both libraries have: in
 * Keras, their names have underscores. Of initializers, regularizers and constraints,
 * which only training uses, Keras has its defaults.
 */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  Activation: ["activation"],
  AlphaDropout: ["rate"],
  AveragePooling2D: POOLING,
  BatchNormalization: ["momentum", "epsilon", "center", "scale"],
  Conv2D: [
    "filters",
    "kernelSize",
    "strides",
    "padding",
    "dilationRate",
    "activation",
    "useBias",
  ],
  Dense: ["units", "activation", "useBias"],
  Dropout: ["rate"],
  ELU: ["alpha"],
  Flatten: [],
  GaussianDropout: ["rate"],
  GaussianNoise: ["stddev"],
  GlobalAveragePooling2D: [],
  GlobalMaxPooling2D: [],
  MaxPooling2D: POOLING,
  ReLU: [],
  Softmax: [],
};

/**
 * A layer that `inferenceSteps()` accepts.
 *
 * @throws {ExportError} if Keras has another layer of that name, or none.
 */
export function kerasLayer({ layer, name }: NamedLayer): KerasObject {
  const className = layer.getClassName();
  const settings = SETTINGS[className];
  if (!settings) {
    throw new ExportError(
      `Cannot export layer "${layer.name}" (${className}) to Keras: it must be one of ${
        Object.keys(SETTINGS).join(", ")
      }`,
    );
  }
  const given: Readonly<Record<string, unknown>> = layer.getConfig();
  const chosen = settings.map((name) => [snakeCase(name), given[name]]);
  const config = Object.fromEntries(chosen);
  if (typeof config.activation === "string") {
    config.activation = snakeCase(config.activation);
  }
  const { shape } = layer.input as tf.SymbolicTensor;
  return {
    ...layerObject(className, name, config),
    ...layer.weights.length > 0 && { build_config: { input_shape: shape } },
  };
}

/** A layer, and what it is called in Keras. */
export interface NamedLayer {
  readonly layer: tf.layers.Layer;
  readonly name: string;
}

/**
 * A network's layers but the input's. Their names lose what Keras refuses: a slash, or
 * being taken.
 *
 * @param reserved Names that are taken.
 */
export function namedLayers(
  { layers }: tf.LayersModel,
  reserved: readonly string[] = [],
): NamedLayer[] {
  const taken = new Set(reserved);
  return layers.filter((layer) => layer.getClassName() !== "InputLayer")
    .map((layer) => {
      let name = plainName(layer.name);
      while (taken.has(name)) name += "_";
      taken.add(name);
      return { layer, name };
    });
}

/** A name without slashes. */
export function plainName(name: string): string {
  return name.replaceAll("/", "_");
}

/** A layer of Keras in float32. */
export function layerObject(
  className: string,
  name: string,
  settings: Readonly<Record<string, unknown>>,
): KerasObject {
  return {
    module: "keras.layers",
    class_name: className,
    config: { name, trainable: true, dtype: "float32", ...settings },
    registered_name: null,
  };
}

/**
 * "MaxPooling2D" → "max_pooling2d", "ReLU" → "re_lu", "useBias" → "use_bias": Keras's
 * own rule, by which it names the groups of weights too.
 */
export function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
