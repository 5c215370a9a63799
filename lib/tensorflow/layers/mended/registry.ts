import { tf } from "../../tfjs.ts";
import { activations } from "./names/activations.ts";
import type { Config } from "./replace.ts";

type Made = (constructor: unknown, config: Config) => unknown;

/** Names that Keras has for classes of TensorFlow.js. */
const aliases: Readonly<Record<string, string>> = {
  geluNew: "gelu_new",
  hard_sigmoid: "hardSigmoid",
  LecunNormal: "LeCunNormal",
  LecunUniform: "LeCunUniform",
  normal: "RandomNormal",
  uniform: "RandomUniform",
  one: "Ones",
  zero: "Zeros",
};

const initializers = [
  ...["GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform"],
  ...["LecunNormal", "LecunUniform", "RandomNormal", "RandomUniform"],
  ...["TruncatedNormal", "VarianceScaling", "Orthogonal"],
];

const constraints = ["MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm"];

/**
 * Names that Keras's models have for what TensorFlow.js can compute: the
 * regularizers `l1` and `l2`, as names, too, activations, and what Python calls
 * initializers and constraints.
 */
export function mendRegistry(): void {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const entries = classNameMap as unknown as Record<
    string,
    [constructor: unknown, fromConfig: Made]
  >;
  const [l1l2, fromConfig] = entries.L1L2;
  for (const key of ["l1", "l2"]) {
    const make: Made = (constructor, config) =>
      fromConfig(constructor, { l1: 0, l2: 0, [key]: config[key] ?? 0.01 });
    for (const name of [key, key.toUpperCase()]) entries[name] = [l1l2, make];
  }
  for (const [name, apply] of Object.entries(activations)) {
    entries[name] ??= [class {}, () => ({
      apply: (x: tf.Tensor) => tf.tidy(() => apply(x)),
      getClassName: () => name,
      getConfig: () => ({}),
    })];
  }
  for (const [name, className] of Object.entries(aliases)) {
    entries[name] ??= entries[className];
  }
  // As Python writes them
  const names = [...Object.keys(activations), ...initializers, "logSoftmax"];
  for (const name of [...names, ...constraints]) {
    const snakeCase = name.replace(/[A-Z]/g, (letter) => `_${letter}`)
      .toLowerCase().replace(/^_/, "");
    const camelCase = name[0].toLowerCase() + name.slice(1);
    entries[snakeCase] ??= entries[name];
    entries[camelCase] ??= entries[name];
  }
}
