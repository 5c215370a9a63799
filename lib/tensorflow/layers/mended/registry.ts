import { tf } from "../../tfjs.ts";
import type { Config } from "./replace.ts";

type Made = (constructor: unknown, config: Config) => unknown;

/** Activations of Keras that TensorFlow.js has under no name, or another. */
const activations: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  silu: (x) => x.mul(x.sigmoid()),
  exponential: (x) => x.exp(),
  leakyRelu: (x) => x.leakyRelu(0.2),
  // Keras 2's, and TensorFlow.js's, is 0.2 x + 0.5
  hardSigmoid3: (x) => x.add(3).relu6().div(6),
  hardSilu: (x) => x.mul(x.add(3).relu6()).div(6),
  hardSwish: (x) => x.mul(x.add(3).relu6()).div(6),
};

/**
 * Names that Keras's models have for what TensorFlow.js can compute: the
 * regularizers `l1` and `l2`, as names, too, and activations.
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
  entries.geluNew ??= entries.gelu_new;
  for (const kind of ["Normal", "Uniform"]) {
    entries[`Lecun${kind}`] ??= entries[`LeCun${kind}`];
  }
}
