import { tf } from "../../tfjs.ts";
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
  getConfig(): Config;
}

/**
 * `tf.layers.separableConv2d` saves its depth multiplier, without which the
 * weights don't fit, and initializes its pointwise kernel as it was told.
 */
export function mendSeparableConvolution(): void {
  const className = "SeparableConv2D";
  replaceMethod(
    prototypeOf<SeparableConv2D>(className),
    "getConfig",
    (stock) =>
      function () {
        return { ...stock.call(this), depthMultiplier: this.depthMultiplier };
      },
  );
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
