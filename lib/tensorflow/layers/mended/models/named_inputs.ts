import { tf } from "../../../tfjs.ts";
import { replaceMethod } from "../replace.ts";

type Inputs = tf.Tensor | tf.Tensor[] | Readonly<Record<string, tf.Tensor>>;

/** The members of TensorFlow.js's models that are used here. */
interface Model {
  readonly inputNames: readonly string[];
  predict(inputs: Inputs, ...rest: unknown[]): unknown;
  predictOnBatch(inputs: Inputs): unknown;
}

/**
 * `predict()` and `predictOnBatch()` take inputs by name, as `fit()` and
 * `evaluate()` do.
 */
export function mendNamedInputs(): void {
  const prototype = tf.LayersModel.prototype as unknown as Model;
  replaceMethod(prototype, "predict", (stock) =>
    function (inputs, ...rest) {
      return stock.call(this, inOrder(this, inputs), ...rest);
    });
  replaceMethod(prototype, "predictOnBatch", (stock) =>
    function (inputs) {
      return stock.call(this, inOrder(this, inputs));
    });
}

function inOrder({ inputNames }: Model, inputs: Inputs): Inputs {
  const isByName = typeof inputs === "object" && inputs !== null &&
    !(inputs instanceof tf.Tensor) && !Array.isArray(inputs);
  if (!isByName) return inputs;
  const named = inputs as Readonly<Record<string, tf.Tensor>>;
  const missing = inputNames.find((name) => !named[name]);
  if (missing === undefined) return inputNames.map((name) => named[name]);
  throw new RangeError(
    `Cannot predict: inputs must be tensors by the names ${
      inputNames.join(", ")
    }: there is none for "${missing}"; the names given are ${
      Object.keys(named).join(", ")
    }`,
  );
}
