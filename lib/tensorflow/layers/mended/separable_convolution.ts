import { tf } from "../../tfjs.ts";
import {
  type Config,
  prototypeOf,
  replaceCreation,
  replaceMethod,
} from "./members.ts";

/**
 * `tf.layers.separableConv2d` saves its depth multiplier, without which the
 * weights don't fit, and initializes its pointwise kernel as it was told.
 */
export function mendSeparableConvolution(): void {
  replaceMethod(
    prototypeOf("SeparableConv2D"),
    "getConfig",
    (stock) =>
      function () {
        const config: Config = stock.call(this);
        return { ...config, depthMultiplier: this.depthMultiplier };
      },
  );
  replaceCreation("SeparableConv2D", ["separableConv2d"], (create, config) => {
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
  });
}
