import { tf } from "../../tfjs.ts";
import { replaceMethod } from "./replace.ts";

/** A layer's weight. */
interface Weight {
  originalName: string;
}

/** The members of TensorFlow.js's layers that are used here. */
interface Layer {
  readonly layers?: readonly Layer[];
  readonly weights: readonly Weight[];
}

/** The members of TensorFlow.js's models that are used here. */
interface Model extends Layer {
  readonly layers: readonly Layer[];
  getNamedWeights(config?: unknown): unknown;
  loadWeights(weights: tf.NamedTensorMap, strict?: boolean): void;
}

/**
 * Models whose inner models have layers of the same name are saved with a name of
 * its own for each weight, and load again. TensorFlow.js saves one name twice, and
 * refuses the file.
 */
export function mendWeightNames(): void {
  const prototype = tf.LayersModel.prototype as unknown as Model;
  replaceMethod(prototype, "getNamedWeights", (stock) =>
    function (config) {
      return withUniqueNames(this, () => stock.call(this, config));
    });
  replaceMethod(
    prototype,
    "loadWeights",
    (stock) =>
      function (weights, strict) {
        withUniqueNames(this, () => stock.call(this, weights, strict));
      },
  );
}

/** Counts the weights of one name while a function runs. */
function withUniqueNames<Result>(model: Model, run: () => Result): Result {
  const counts = new Map<string, number>();
  const renamed: [weight: Weight, name: string][] = [];
  for (const weight of new Set(weightsOf(model.layers))) {
    const name = weight.originalName;
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    if (count === 0) continue;
    renamed.push([weight, name]);
    weight.originalName = `${name}_${count}`;
  }
  try {
    return run();
  } finally {
    for (const [weight, name] of renamed) weight.originalName = name;
  }
}

/** In an order that doesn't depend on what is frozen. */
function weightsOf(layers: readonly Layer[]): Weight[] {
  return layers.flatMap((layer) =>
    layer.layers ? weightsOf(layer.layers) : layer.weights
  );
}
