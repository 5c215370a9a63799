import { tf } from "../../tfjs.ts";

/** Initializers, regularizers and constraints by what they are for. */
export interface WeightSettings {
  /** What a name or a configuration stands for: `found.kernelInitializer`. */
  readonly found: Readonly<Record<string, unknown>>;
  /** The same to be saved. */
  readonly config: tf.serialization.ConfigDict;
}

/** The options of a layer with a kernel and a bias. */
export type KernelOptions = Pick<
  Parameters<typeof tf.layers.dense>[0],
  | "kernelInitializer"
  | "biasInitializer"
  | "kernelRegularizer"
  | "biasRegularizer"
  | "kernelConstraint"
  | "biasConstraint"
>;

/** The options of a layer that scales and centers. */
export type ScaleOptions = Pick<
  NonNullable<Parameters<typeof tf.layers.batchNormalization>[0]>,
  | "gammaInitializer"
  | "betaInitializer"
  | "gammaRegularizer"
  | "betaRegularizer"
  | "gammaConstraint"
  | "betaConstraint"
>;

/** Looks up a kernel's and a bias's settings. */
export function kernelSettings(
  args: KernelOptions & { readonly activation?: unknown },
): WeightSettings {
  const kernelInitializer = args.kernelInitializer ?? "glorotUniform";
  const options = { ...pick(args, ["kernel", "bias"]), kernelInitializer };
  const activation = args.activation as "relu";
  const layer = tf.layers.dense({ units: 1, activation, ...options });
  return settingsOf(layer, ["kernel", "bias"]);
}

/** Looks up the settings of what scales and centers. */
export function scaleSettings(args: ScaleOptions): WeightSettings {
  const layer = tf.layers.batchNormalization(pick(args, ["gamma", "beta"]));
  return settingsOf(layer, ["gamma", "beta"]);
}

const keysOf = (weights: readonly string[]): string[] =>
  weights.flatMap((weight) =>
    ["Initializer", "Regularizer", "Constraint"].map((what) => weight + what)
  );

function pick(args: object, weights: readonly string[]): object {
  const all = args as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    keysOf(weights).filter((key) => all[key] !== undefined)
      .map((key) => [key, all[key]]),
  );
}

/** TensorFlow.js exports no function that finds these; its layers do. */
function settingsOf(
  layer: tf.layers.Layer,
  weights: readonly string[],
): WeightSettings {
  const config = layer.getConfig();
  const saved = keysOf(weights).map((key) => [key, config[key] ?? null]);
  return {
    found: layer as unknown as Readonly<Record<string, unknown>>,
    config: Object.fromEntries(saved),
  };
}
