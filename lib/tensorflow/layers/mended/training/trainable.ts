import { tf } from "../../../tfjs.ts";
import { replaceMethod } from "../replace.ts";

/** The members of TensorFlow.js's layers that are used here. */
interface Layer {
  readonly trainable: boolean;
  readonly layers?: readonly Layer[];
  readonly _trainableWeights: readonly LayerWeight[];
}

/** A layer's weight; setting `trainable` marks its variable, too. */
interface LayerWeight {
  trainable: boolean;
  readonly val: tf.Variable;
}

/** The members of TensorFlow.js's models that are used here. */
interface Container {
  readonly layers: readonly Layer[];
  trainable: boolean;
  build(...args: unknown[]): void;
}

/**
 * `trainable` of a model counts for the models within it, too, at any depth, and
 * stays as it is when the model becomes the first of a `Sequential`: TensorFlow.js
 * marks the weights of a model's own layers only, and unfreezes them then.
 */
export function mendTrainable(): void {
  reachDeeper(Object.getPrototypeOf(tf.LayersModel.prototype) as Container);
  const sequential = tf.Sequential.prototype as unknown as Container;
  replaceMethod(sequential, "build", (stock) =>
    function (...args) {
      const weights = allWeights(this.layers);
      const frozen = weights.filter(({ trainable }) => !trainable);
      stock.apply(this, args);
      if (this.trainable) setTrainable(frozen, false);
    });
}

function reachDeeper(prototype: Container): void {
  const stock = Object.getOwnPropertyDescriptor(prototype, "trainable")!;
  Object.defineProperty(prototype, "trainable", {
    ...stock,
    set(this: Container, trainable: boolean): void {
      stock.set!.call(this, trainable);
      setTrainable(trainedWeights(this.layers), trainable);
    },
  });
}

/**
 * Trains a model that was frozen as a whole after it was compiled, as the
 * discriminator within a GAN is: what `compile()` saw counts. TensorFlow.js
 * refuses to train it.
 */
export function withFrozenModelsWeights<Result>(
  model: { readonly layers: readonly object[] },
  variables: readonly tf.Variable[],
  train: () => Result,
): Result {
  const own = trainedWeights(model.layers as readonly Layer[]);
  if (own.some(({ val }) => val.trainable)) return train();
  const frozen = variables.filter(({ trainable }) => !trainable);
  setTrainable(frozen, true);
  try {
    return train();
  } finally {
    setTrainable(frozen, false);
  }
}

/** The weights of all layers but those that were themselves frozen. */
function trainedWeights(layers: readonly Layer[]): readonly LayerWeight[] {
  return layers.flatMap((layer) => {
    if (!layer.trainable) return [];
    return layer.layers
      ? trainedWeights(layer.layers)
      : layer._trainableWeights;
  });
}

function allWeights(layers: readonly Layer[]): readonly LayerWeight[] {
  return layers.flatMap((layer) =>
    layer.layers ? allWeights(layer.layers) : layer._trainableWeights
  );
}

function setTrainable(
  weights: readonly { trainable: boolean }[],
  trainable: boolean,
): void {
  for (const weight of weights) weight.trainable = trainable;
}
