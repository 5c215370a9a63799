import { tf } from "../tfjs.ts";

/** A stock layer's class, with the members that a subclass here reads. */
export type StockLayer<Members, Args> =
  & (new (args: Args) => tf.layers.Layer & Members)
  & { readonly className: string };

/** A weight as TensorFlow.js's layers keep it. */
export interface Weight {
  read(): tf.Tensor;
  write(value: tf.Tensor): unknown;
}

/**
 * A stock layer's class by its name. The package exports functions that make
 * layers, not their classes; its registry for loading saved models has them.
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

/** The one tensor that a layer with a single input is called with. */
export function onlyTensor(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return Array.isArray(inputs) ? inputs[0] : inputs;
}
