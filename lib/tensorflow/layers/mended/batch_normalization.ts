import { tf } from "../../tfjs.ts";
import type { Weight } from "../stock.ts";
import { prototypeOf, replaceMethod } from "./replace.ts";

/** The members of TensorFlow.js's batch normalization that are used here. */
interface BatchNormalization {
  gamma?: Pick<Weight, "read">;
  beta?: Pick<Weight, "read">;
  readonly movingMean: { readonly shape: number[] };
  call(inputs: unknown, kwargs?: { training?: boolean }): unknown;
}

/** `tf.layers.batchNormalization` trains without scale or without center, too. */
export function mendBatchNormalization(): void {
  const prototype = prototypeOf<BatchNormalization>("BatchNormalization");
  replaceMethod(prototype, "call", (stock) =>
    function (inputs, kwargs) {
      const { gamma, beta } = this;
      if (!kwargs?.training || (gamma && beta)) {
        return stock.call(this, inputs, kwargs);
      }
      const { shape } = this.movingMean;
      try {
        this.gamma ??= { read: () => tf.ones(shape) };
        this.beta ??= { read: () => tf.zeros(shape) };
        return stock.call(this, inputs, kwargs);
      } finally {
        this.gamma = gamma;
        this.beta = beta;
      }
    });
}
