import { tf } from "../../tfjs.ts";
import { prototypeOf, replaceMethod } from "./members.ts";

/** `tf.layers.batchNormalization` trains without scale or without center, too. */
export function mendBatchNormalization(): void {
  replaceMethod(
    prototypeOf("BatchNormalization"),
    "call",
    (stock) =>
      function (inputs, kwargs) {
        const { gamma, beta } = this;
        if (!kwargs?.training || (gamma && beta)) {
          return stock.call(this, inputs, kwargs);
        }
        const shape: number[] = this.movingMean.shape;
        try {
          this.gamma ??= { read: () => tf.ones(shape) };
          this.beta ??= { read: () => tf.zeros(shape) };
          return stock.call(this, inputs, kwargs);
        } finally {
          this.gamma = gamma;
          this.beta = beta;
        }
      },
  );
}
