import { tf } from "../tfjs.ts";

/** The class of a stock layer, with the members that our subclass reads. */
export type StockLayer<Members, Args> =
  & (new (args: Args) => tf.layers.Layer & Members)
  & { readonly className: string };

/** A layer's weight. */
export interface Weight {
  read(): tf.Tensor;
  write(value: tf.Tensor): unknown;
}

/**
 * Finds a stock layer's class. TensorFlow.js exports no layer classes, but
 * keeps them in its registry for loading saved models.
 *
 * @throws {Error} if there is no such layer.
 */
export function stockLayer<Members, Args>(
  className: string,
): StockLayer<Members, Args> {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const entry = classNameMap[className];
  if (!entry) {
    throw new Error(
      `Cannot extend layer "${className}": TensorFlow.js must have a layer of that name`,
    );
  }
  return entry[0] as unknown as StockLayer<Members, Args>;
}

/** The input of a layer that has one input. */
export function onlyTensor(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return Array.isArray(inputs) ? inputs[0] : inputs;
}
