import { tf } from "../../tfjs.ts";
import { onlyTensor } from "../stock.ts";
import { type Members, prototypeOf, replaceMethod } from "./members.ts";

/**
 * `tf.layers.conv1d` with padding "causal": no output depends on what comes later
 * in time. As in Keras, zeros go before the input.
 */
export function mendCausalConvolution(): void {
  const prototype = prototypeOf("Conv1D");
  replaceMethod(prototype, "call", (stock) =>
    function (inputs, kwargs) {
      if (this.padding !== "causal") return stock.call(this, inputs, kwargs);
      return tf.tidy(() => {
        const zeros: [number, number] = [
          this.dilationRate[0] * (this.kernelSize[0] - 1),
          0,
        ];
        const paddings: [number, number][] = this.dataFormat === "channelsFirst"
          ? [[0, 0], [0, 0], zeros]
          : [[0, 0], zeros, [0, 0]];
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
        const shape: (number | null)[] = Array.isArray(inputShape[0])
          ? inputShape[0]
          : inputShape;
        const axis = this.dataFormat === "channelsFirst" ? 2 : 1;
        const padded = shape.with(
          axis,
          shape[axis] === null
            ? null
            : shape[axis] + this.dilationRate[0] * (this.kernelSize[0] - 1),
        );
        return asValid(this, () => stock.call(this, padded));
      },
  );
}

function asValid<Result>(layer: Members, run: () => Result): Result {
  layer.padding = "valid";
  try {
    return run();
  } finally {
    layer.padding = "causal";
  }
}
