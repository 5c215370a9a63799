import { tf } from "../../../tfjs.ts";

/** A weight; `trainable` is false where it was frozen, too. */
interface Weight {
  readonly trainable: boolean;
}

/** The members of TensorFlow.js's layers and models that are used here. */
interface Layer {
  readonly weights: readonly Weight[];
  readonly trainableWeights: readonly Weight[];
  readonly nonTrainableWeights: readonly Weight[];
  readonly _trainableWeights?: readonly Weight[];
  readonly _nonTrainableWeights?: readonly Weight[];
  readonly layers?: readonly Layer[];
  readonly layer?: Layer;
  readonly forwardLayer?: Layer;
  readonly backwardLayer?: Layer;
  readonly cell?: Layer;
  readonly cells?: readonly Layer[];
}

/**
 * The order of `weights`, and of `getWeights()` and `setWeights()`, is that of the
 * model when nothing in it is frozen. In TensorFlow.js it changes with `trainable`:
 * weights that one model gives another end up in each other's places.
 */
export function mendWeightOrder(): void {
  const container = Object.getPrototypeOf(tf.LayersModel.prototype) as Layer;
  defineWeights(container, ({ layers = [] }) => {
    const all = [...layers].flatMap(({ weights }) => weights);
    const stateful = new Set(layers.flatMap(statistics));
    return [
      ...all.filter((weight) => !stateful.has(weight)),
      ...all.filter((weight) => stateful.has(weight)),
    ];
  });
  const base = tf.layers.Layer.prototype as unknown as Layer;
  defineWeights(base, (layer) => {
    const { _trainableWeights = [], _nonTrainableWeights = [] } = layer;
    const own = [..._trainableWeights, ..._nonTrainableWeights];
    const all = [...layer.trainableWeights, ...layer.nonTrainableWeights];
    return own.length === all.length ? own : all;
  });
}

function defineWeights(
  prototype: Layer,
  weightsOf: (layer: Layer) => readonly Weight[],
): void {
  Object.defineProperty(prototype, "weights", {
    configurable: true,
    get(this: Layer): readonly Weight[] {
      return weightsOf(this);
    },
  });
}

/** The weights that no training changes, such as moving averages. */
function statistics(layer: Layer): readonly Weight[] {
  const { layers = [], forwardLayer, backwardLayer, cell, cells = [] } = layer;
  // A bidirectional layer runs two copies of its layer
  const inner = forwardLayer ? [forwardLayer, backwardLayer] : [layer.layer];
  const within = [...layers, ...inner, cell, ...cells]
    .filter((one) => one !== undefined);
  return [
    ...layer._nonTrainableWeights ?? [],
    ...within.flatMap((one) => statistics(one as Layer)),
  ];
}
