import { assertEquals } from "@std/assert";
import { compile, tf } from "../../../../../lib/tensorflow/mod.ts";
import { apply, assertClose, layers, values } from "../support.ts";

Deno.test("depthwiseConv2d() keeps its dilation, recorded too", () => {
  const layer = layers.depthwiseConv2d({
    kernelSize: [2, 3],
    dilationRate: [2, 1],
    depthMultiplier: 2,
  });
  const x = tf.randomNormal<tf.Rank.R4>([2, 6, 6, 3]);
  const y = apply(layer, x);
  const kernel = layer.getWeights()[0] as tf.Tensor4D;
  const want = tf.depthwiseConv2d(x, kernel, 1, "valid", "NHWC", [2, 1]);
  assertClose(values(y), values(want));
  assertEquals(layer.computeOutputShape(x.shape), y.shape);
  using recorded = compile((x: tf.Tensor) => apply(layer, x));
  assertClose(values(recorded(x)), values(want));
});

Deno.test("transposed convolutions keep their dilation", () => {
  const options = { filters: 1, useBias: false, kernelInitializer: "ones" };
  const flat = layers.conv2dTranspose({
    ...options,
    kernelSize: [1, 2],
    dilationRate: [1, 3],
  });
  const x = tf.tensor4d([1, 2], [1, 1, 2, 1]);
  assertEquals(values(apply(flat, x)), [1, 2, 0, 1, 2]);
  assertEquals(flat.computeOutputShape([null, 1, 2, 1]), [null, 1, 5, 1]);
  const volume = layers.conv3dTranspose({
    ...options,
    kernelSize: [1, 1, 2],
    dilationRate: 2,
  });
  assertEquals(values(apply(volume, x.expandDims(1))), [1, 2, 1, 2]);
});
