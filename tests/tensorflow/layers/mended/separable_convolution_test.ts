import { assertEquals } from "@std/assert";
import { tf } from "../../../../lib/tensorflow/mod.ts";
import { apply, assertClose, layers, values } from "./support.ts";

Deno.test("separableConv2d() initializes its pointwise kernel as told", () => {
  const layer = layers.separableConv2d({
    filters: 2,
    kernelSize: 2,
    depthwiseInitializer: "zeros",
    pointwiseInitializer: "ones",
  });
  layer.build([null, 4, 4, 1]);
  assertEquals(values(layer.getWeights()[1]), [1, 1]);
});

Deno.test("separableConv2d adds its bias to channels that come first", () => {
  const options = {
    filters: 2,
    kernelSize: 2,
    depthwiseInitializer: "ones",
    pointwiseInitializer: "ones",
    biasInitializer: "ones",
  };
  const first = layers.separableConv2d({
    ...options,
    dataFormat: "channelsFirst",
  });
  const last = layers.separableConv2d(options);
  const x = tf.randomNormal([1, 3, 4, 4]);
  const y = apply(last, x.transpose([0, 2, 3, 1])).transpose([0, 3, 1, 2]);
  assertClose(values(apply(first, x)), values(y));
});
