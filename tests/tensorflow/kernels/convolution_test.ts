import { tf } from "../../../lib/tensorflow/mod.ts";
import { assertAgrees, numbers } from "./oracle.ts";

type Padding = tf.backend_util.ExplicitPadding;

const filter = () => numbers<tf.Rank.R4>([3, 3, 2, 4]);

Deno.test("conv2d() supports padding of any number of pixels", async () => {
  const image = () => numbers<tf.Rank.R4>([2, 5, 6, 2]);
  const uneven: Padding = [[0, 0], [1, 0], [0, 2], [0, 0]];
  await assertAgrees(() => tf.conv2d(image(), filter(), 1, 1));
  await assertAgrees(() => tf.conv2d(image(), filter(), 2, uneven));
  await assertAgrees(() =>
    tf.conv2d(image(), filter(), 2, 1, "NHWC", 1, "ceil")
  );
  await assertAgrees(() => tf.conv2d(image(), filter(), 1, 2, "NHWC", 2));
});

Deno.test("conv2d() supports channels first", async () => {
  const image = () => numbers<tf.Rank.R4>([2, 2, 5, 6]);
  const uneven: Padding = [[0, 0], [0, 0], [1, 0], [0, 2]];
  for (const pad of ["valid", "same", 1, uneven] as const) {
    await assertAgrees(() =>
      tf.conv2d(image(), filter(), 1, pad as "same", "NCHW")
    );
  }
});

Deno.test("conv2d() has the right gradients with padding and channels first", async () => {
  for (const dataFormat of ["NHWC", "NCHW"] as const) {
    await assertAgrees(() => {
      const shape: tf.ShapeMap["R4"] = dataFormat === "NHWC"
        ? [2, 5, 6, 2]
        : [2, 2, 5, 6];
      const conv = (x: tf.Tensor, w: tf.Tensor) =>
        tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 1, dataFormat);
      return tf.grads(conv)([numbers(shape), filter()]);
    });
  }
});

Deno.test("fused.conv2d() supports channels first", async () => {
  await assertAgrees(() =>
    tf.fused.conv2d({
      x: numbers<tf.Rank.R4>([2, 2, 5, 6]),
      filter: filter(),
      strides: 1,
      pad: "same",
      dataFormat: "NCHW",
      bias: tf.scalar(3),
      activation: "relu",
    })
  );
});

Deno.test("depthwiseConv2d() supports a dilation", async () => {
  const image = () => numbers<tf.Rank.R4>([2, 7, 8, 3]);
  const depthwise = () => numbers<tf.Rank.R4>([3, 3, 3, 2]);
  for (const pad of ["valid", "same", 1] as const) {
    for (const dilation of [2, [1, 3]] as [number, [number, number]]) {
      await assertAgrees(() =>
        tf.depthwiseConv2d(image(), depthwise(), 1, pad, "NHWC", dilation)
      );
    }
  }
});

Deno.test("fused.depthwiseConv2d() supports a dilation", async () => {
  await assertAgrees(() =>
    tf.fused.depthwiseConv2d({
      x: numbers<tf.Rank.R4>([2, 7, 8, 3]),
      filter: numbers<tf.Rank.R4>([3, 3, 3, 2]),
      strides: 1,
      pad: "same",
      dilations: 2,
      bias: numbers<tf.Rank.R1>([6]),
      activation: "relu",
    })
  );
});
