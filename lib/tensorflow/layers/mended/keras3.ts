import { tf } from "../../tfjs.ts";
import { type Config, replaceConfig, replaceMethod } from "./replace.ts";

/** The members of TensorFlow.js's models that are used here. */
interface Model {
  readonly weights: readonly { readonly originalName: string }[];
  loadWeights(weights: tf.NamedTensorMap, strict?: boolean): void;
}

/**
 * Models that Keras 3 has written, as model.json: shapes of inputs, dtype
 * policies, connections and names of weights differ from Keras 2's.
 */
export function mendKeras3(): void {
  for (const name of ["Sequential", "Model", "Functional"]) {
    replaceConfig(name, asKeras2);
  }
  const prototype = tf.LayersModel.prototype as unknown as Model;
  replaceMethod(
    prototype,
    "loadWeights",
    (stock) =>
      function (weights, strict) {
        stock.call(this, ownNames(this, weights), strict);
      },
  );
}

/** A configuration of Keras 3 in the form of Keras 2. */
function asKeras2(config: Config): Config {
  const names = new Map<string, string>();
  collectNames(config, names);
  return convert(config, names) as Config;
}

/**
 * The names of layers as TensorFlow.js has written them where it took them for
 * keys, in camel case.
 */
function collectNames(value: unknown, names: Map<string, string>): void {
  if (Array.isArray(value)) {
    for (const one of value) collectNames(one, names);
  } else if (isConfig(value)) {
    if (typeof value.name === "string") {
      const camelCase = value.name.replace(
        /_(\w)/g,
        (_, letter: string) => letter.toUpperCase(),
      );
      names.set(camelCase, value.name);
    }
    for (const one of Object.values(value)) collectNames(one, names);
  }
}

function convert(value: unknown, names: Map<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => convert(one, names));
  if (!isConfig(value)) return value;
  const converted: Config = {};
  for (const [key, one] of Object.entries(value)) {
    if (key === "dtype" && isConfig(one)) converted.dtype = dtypeOf(one);
    else if (key === "inboundNodes") {
      converted[key] = (one as unknown[]).map((node) =>
        isConfig(node) ? nodeOf(node, names) : convert(node, names)
      );
    } else if (key === "inputLayers" || key === "outputLayers") {
      converted[key] = Array.isArray(one) && typeof one[0] === "string"
        ? [one]
        : one;
    } else converted[key] = convert(one, names);
  }
  if ("batchShape" in converted && converted.batchInputShape === undefined) {
    converted.batchInputShape = converted.batchShape;
    delete converted.batchShape;
  }
  return converted;
}

function isConfig(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The dtype of the variables that a policy stands for. */
function dtypeOf(policy: Config): string {
  const name = String((policy.config as Config | undefined)?.name ?? "float32");
  return name.startsWith("mixed") || name.startsWith("float") ||
      name.startsWith("bfloat")
    ? "float32"
    : name;
}

/** A node's tensors: [layer, node, tensor, arguments of the call]. */
function nodeOf(node: Config, names: Map<string, string>): unknown[] {
  const tensors: Config[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (isConfig(value)) {
      const history = (value.config as Config | undefined)?.kerasHistory;
      if (Array.isArray(history)) tensors.push(value);
    }
  };
  collect(node.args);
  const kwargs = Object.fromEntries(
    Object.entries(node.kwargs as Config ?? {})
      .filter(([key, value]) => key !== "mask" && value !== null),
  );
  return tensors.map(({ config }) => {
    const [layer, index, tensor] = (config as Config).kerasHistory as [
      string,
      number,
      number,
    ];
    return [names.get(layer) ?? layer, index, tensor, kwargs];
  });
}

/**
 * The weights under the names that the model has for them: Keras 3 puts the
 * model's name before the layer's, and has weights for random numbers.
 */
function ownNames(
  model: Model,
  weights: tf.NamedTensorMap,
): tf.NamedTensorMap {
  const own = model.weights.map(({ originalName }) => originalName);
  if (own.every((name) => name in weights)) return weights;
  const renamed: tf.NamedTensorMap = {};
  for (const [name, tensor] of Object.entries(weights)) {
    if (/(^|\/)seed_generator(_\d+)?\//.test(name)) continue;
    const matches = own.filter((one) =>
      one === name || name.endsWith(`/${one}`)
    );
    renamed[matches.length === 1 ? matches[0] : name] = tensor;
  }
  return renamed;
}
