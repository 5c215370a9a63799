import { tf } from "../../tfjs.ts";
import { ownNames } from "./keras/weight_names.ts";
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
        const own = this.weights.map(({ originalName }) => originalName);
        stock.call(this, ownNames(own, weights), strict);
      },
  );
}

/** A configuration of Keras 3 in the form of Keras 2. */
function asKeras2(config: Config): Config {
  const names: Names = { layers: new Map(), models: new Set() };
  collectNames(config, names);
  return withoutMasks(convert(config, names) as Config);
}

/** Without the operations that only compute masks: layers pass their own on. */
function withoutMasks(config: Config): Config {
  const { layers, outputLayers } = config;
  if (!Array.isArray(layers) || !Array.isArray(outputLayers)) return config;
  const all = layers as readonly Config[];
  const isMask = ({ module }: Config) =>
    typeof module === "string" && module.startsWith("keras.src.ops");
  const used = new Set<unknown>();
  const use = (name: unknown) => {
    if (used.has(name)) return;
    used.add(name);
    const nodes = all.find((layer) => layer.name === name)?.inboundNodes ?? [];
    for (const node of nodes as unknown[][][]) {
      for (const [from] of node) use(from);
    }
  };
  for (const [name] of outputLayers) use(name);
  const kept = all.filter((layer) => !isMask(layer) || used.has(layer.name));
  return { ...config, layers: kept };
}

interface Names {
  /** By how TensorFlow.js has written them. */
  readonly layers: Map<string, string>;
  /** Of models within the model. */
  readonly models: Set<string>;
}

/**
 * The names of layers as TensorFlow.js has written them where it took them for
 * keys, in camel case.
 */
function collectNames(value: unknown, names: Names): void {
  if (Array.isArray(value)) {
    for (const one of value) collectNames(one, names);
  } else if (isConfig(value)) {
    if (typeof value.name === "string") {
      const camelCase = value.name.replace(
        /_(\w)/g,
        (_, letter: string) => letter.toUpperCase(),
      );
      names.layers.set(camelCase, value.name);
      const { layers } = value.config as Config | undefined ?? {};
      if (Array.isArray(layers)) names.models.add(value.name);
    }
    for (const one of Object.values(value)) collectNames(one, names);
  }
}

function convert(value: unknown, names: Names): unknown {
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
      const isOne = Array.isArray(one) && typeof one[0] === "string";
      // By name, where Python has a dictionary of them
      const ends = isOne ? [one] : Object.values(one as object);
      converted[key] = ends.map((end) =>
        Array.isArray(end) && isNew(value, end[0]) ? shifted(end, names) : end
      );
    } else converted[key] = convert(one, names);
  }
  if ("batchShape" in converted && converted.batchInputShape === undefined) {
    converted.batchInputShape = converted.batchShape;
    delete converted.batchShape;
  }
  // Only Keras 3 writes a policy
  if (isConfig(value.dtype)) asComputed(converted);
  return converted;
}

/** Whether a model's connections to a layer are written as Keras 3 does. */
function isNew({ layers }: Config, name: unknown): boolean {
  const layer = (layers as Config[]).find((one) => one.name === name);
  return ((layer?.inboundNodes ?? []) as unknown[]).some(isConfig);
}

/** A tensor of a layer; a model's first node is the model itself, in Keras 2. */
function shifted(
  [name, index, ...rest]: unknown[],
  { models }: Names,
): unknown[] {
  const node = Number(index) + (models.has(String(name)) ? 1 : 0);
  return [name, node, ...rest];
}

function isConfig(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Has a layer compute as in Keras 3, where that differs from Keras 2. */
function asComputed(config: Config): void {
  if ("interpolation" in config) config.halfPixelCenters = true;
  for (const key of ["activation", "recurrentActivation"]) {
    if (/^hard_?sigmoid$/i.test(String(config[key]))) {
      config[key] = "hardSigmoid3";
    }
  }
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
function nodeOf(node: Config, names: Names): unknown[] {
  const tensors: Config[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (isConfig(value)) {
      const history = (value.config as Config | undefined)?.kerasHistory;
      if (Array.isArray(history)) tensors.push(value);
    }
  };
  const { mask: _, initialState, ...options } = (node.kwargs ?? {}) as Config;
  collect([node.args, initialState]);
  const kwargs = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== null),
  );
  return tensors.map(({ config }) => {
    const [layer, index, tensor] = (config as Config).kerasHistory as [
      string,
      number,
      number,
    ];
    const name = names.layers.get(layer) ?? layer;
    return shifted([name, index, tensor, kwargs], names);
  });
}
