import { tf } from "../../tfjs.ts";
import { onlyTensor } from "../stock.ts";
import { prototypeOf, replaceMethod } from "./replace.ts";

type Shape = (number | null)[];

/** The members of TensorFlow.js's `Conv1D` that are used here. */
interface Conv1D {
  padding: string;
  readonly dataFormat: "channelsFirst" | "channelsLast";
  readonly dilationRate: readonly number[];
  readonly kernelSize: readonly number[];
  call(inputs: tf.Tensor | tf.Tensor[], kwargs: unknown): tf.Tensor;
  computeOutputShape(inputShape: Shape | Shape[]): Shape;
}

/**
 * `tf.layers.conv1d` with padding "causal": no output depends on what comes later
 * in time. As in Keras, zeros go before the input.
 */
export function mendCausalConvolution(): void {
  const prototype = prototypeOf<Conv1D>("Conv1D");
  replaceMethod(prototype, "call", (stock) =>
    function (inputs, kwargs) {
      if (this.padding !== "causal") return stock.call(this, inputs, kwargs);
      return tf.tidy(() => {
        const paddings: [number, number][] = [[0, 0], [0, 0], [0, 0]];
        paddings[timeAxis(this)] = [zerosBefore(this), 0];
        const padded = tf.pad(onlyTensor(inputs), paddings);
        return asValid(this, () => stock.call(this, padded, kwargs));
      });
    });
  replaceMethod(
    prototype,
    "computeOutputShape",
    (stock) =>
      function (inputShape) {
        if (this.padding !== "causal") return stock.call(this, inputShape);
        const shape = Array.isArray(inputShape[0])
          ? inputShape[0]
          : inputShape as Shape;
        const axis = timeAxis(this);
        const length = shape[axis];
        const padded = length === null ? null : length + zerosBefore(this);
        return asValid(
          this,
          () => stock.call(this, shape.with(axis, padded)),
        );
      },
  );
}

function timeAxis({ dataFormat }: Conv1D): number {
  return dataFormat === "channelsFirst" ? 2 : 1;
}

/** How many zeros go before the input. */
function zerosBefore({ dilationRate, kernelSize }: Conv1D): number {
  return dilationRate[0] * (kernelSize[0] - 1);
}

function asValid<Result>(layer: Conv1D, run: () => Result): Result {
  layer.padding = "valid";
  try {
    return run();
  } finally {
    layer.padding = "causal";
  }
}
