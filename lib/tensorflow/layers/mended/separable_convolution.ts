import { tf } from "../../tfjs.ts";
import { onlyTensor } from "../stock.ts";
import {
  type Config,
  prototypeOf,
  replaceCreation,
  replaceMethod,
} from "./replace.ts";

/** The members of TensorFlow.js's `SeparableConv2D` that are used here. */
interface SeparableConv2D {
  readonly depthMultiplier: number;
  pointwiseInitializer: unknown;
  dataFormat: string;
  getConfig(): Config;
  call(inputs: tf.Tensor | tf.Tensor[], kwargs: unknown): tf.Tensor;
}

/**
 * `tf.layers.separableConv2d` saves its depth multiplier, without which the
 * weights don't fit, initializes its pointwise kernel as it was told, and adds its
 * bias to the channels where they come first, too.
 */
export function mendSeparableConvolution(): void {
  const className = "SeparableConv2D";
  const prototype = prototypeOf<SeparableConv2D>(className);
  replaceMethod(prototype, "getConfig", (stock) =>
    function () {
      return { ...stock.call(this), depthMultiplier: this.depthMultiplier };
    });
  replaceMethod(prototype, "call", (stock) =>
    function (inputs, kwargs) {
      const { dataFormat } = this;
      if (dataFormat !== "channelsFirst") {
        return stock.call(this, inputs, kwargs);
      }
      return tf.tidy(() => {
        this.dataFormat = "channelsLast";
        try {
          const x = tf.transpose(onlyTensor(inputs), [0, 2, 3, 1]);
          return tf.transpose(stock.call(this, x, kwargs), [0, 3, 1, 2]);
        } finally {
          this.dataFormat = dataFormat;
        }
      });
    });
  replaceCreation<SeparableConv2D>(
    className,
    ["separableConv2d"],
    (create, config) => {
      const layer = create(config);
      const { pointwiseInitializer } = config;
      if (pointwiseInitializer) {
        // The only way to look an initializer up
        const other = tf.layers.dense({
          units: 1,
          kernelInitializer: pointwiseInitializer as "zeros",
        });
        const { kernelInitializer } = other as unknown as Config;
        layer.pointwiseInitializer = kernelInitializer;
      }
      return layer;
    },
  );
}
