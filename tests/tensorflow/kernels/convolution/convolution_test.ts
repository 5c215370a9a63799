import { assertLess } from "@std/assert";
import { compile, tf } from "../../../../lib/tensorflow/mod.ts";
import { assertAgrees, numbers } from "../oracle.ts";

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

Deno.test("conv2d() and depthwiseConv2d() have the right gradients where a filter of one pixel skips pixels", async () => {
  const uneven: Padding = [[0, 0], [1, 0], [0, 2], [0, 0]];
  const cases: [
    size: number[],
    stride: [number, number],
    pad: Padding | "same" | "valid" | number,
  ][] = [
    [[2, 6, 7, 1], [2, 2], "same"],
    [[1, 5, 8, 3], [3, 2], "valid"],
    [[1, 5, 4, 2], [1, 3], "same"],
    [[1, 5, 6, 2], [2, 3], 1],
    [[1, 5, 6, 2], [2, 2], uneven],
    [[0, 4, 4, 2], [2, 2], "same"],
  ];
  for (const [size, stride, pad] of cases) {
    const image = () => numbers<tf.Rank.R4>(size as tf.ShapeMap["R4"]);
    const filter = () => numbers<tf.Rank.R4>([1, 1, size[3], 4]);
    await assertAgrees(() =>
      tf.grads((x: tf.Tensor, w: tf.Tensor) =>
        tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad as "same")
          .square()
      )([image(), filter()])
    );
    if (typeof pad !== "string") continue;
    if (stride[0] !== stride[1]) continue; // TensorFlow's CPU kernel needs it
    await assertAgrees(() =>
      tf.grads((x: tf.Tensor, w: tf.Tensor) =>
        tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad)
          .square()
      )([image(), filter()])
    );
  }
});

Deno.test("convolutions of no images have the right shape", async () => {
  for (const size of [1, 3]) {
    const image = () => tf.zeros<tf.Rank.R4>([0, 4, 5, 2]);
    const filter = () => numbers<tf.Rank.R4>([size, size, 2, 4]);
    await assertAgrees(() => tf.conv2d(image(), filter(), 1, "same"));
    await assertAgrees(() => tf.depthwiseConv2d(image(), filter(), 1, "same"));
    await assertAgrees(() =>
      tf.conv3d(
        tf.zeros<tf.Rank.R5>([0, 4, 4, 4, 2]),
        numbers<tf.Rank.R5>([size, size, size, 2, 4]),
        1,
        "same",
      )
    );
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

Deno.test("depthwiseConv2d() supports padding in pixels and rounding up", async () => {
  const image = () => numbers<tf.Rank.R4>([2, 5, 6, 2]);
  const depthwise = () => numbers<tf.Rank.R4>([3, 3, 2, 2]);
  await assertAgrees(() => tf.depthwiseConv2d(image(), depthwise(), 1, 1));
  await assertAgrees(() =>
    tf.depthwiseConv2d(image(), depthwise(), 2, 0, "NHWC", 1, "ceil")
  );
  await assertAgrees(() =>
    tf.conv2d(image(), filter(), 2, 0, "NHWC", 1, "ceil")
  );
});

Deno.test("conv2d() of one channel to one column keeps the strides apart", async () => {
  const image = (width: number) => numbers<tf.Rank.R4>([2, 4, width, 1]);
  const filter = () => numbers<tf.Rank.R4>([1, 2, 1, 3]);
  for (const strides of [[1, 3], [1, 2], [2, 3]] as [number, number][]) {
    await assertAgrees(() => tf.conv2d(image(2), filter(), strides, "same"));
    await assertAgrees(() => tf.conv2d(image(3), filter(), strides, "valid"));
    await assertAgrees(() =>
      tf.conv2d(image(1), filter(), strides, [[0, 0], [1, 0], [0, 1], [0, 0]])
    );
  }
});

Deno.test("conv3d() of one channel to one column keeps the strides apart", () => {
  tf.tidy(() => {
    const x = numbers<tf.Rank.R5>([3, 4, 2, 3, 1]);
    const filter = numbers<tf.Rank.R5>([2, 1, 2, 1, 2]);
    const conv = (x: tf.Tensor) =>
      tf.conv3d(x as tf.Tensor5D, filter, [2, 1, 2], "valid");
    // A second channel of zeros changes nothing
    const two = (one: tf.Tensor) => tf.concat([one, tf.zerosLike(one)], -1);
    const want = tf.conv3d(
      two(x) as tf.Tensor5D,
      tf.concat([filter, tf.zerosLike(filter)], 3) as tf.Tensor5D,
      [2, 1, 2],
      "valid",
    );
    using recorded = compile(conv);
    for (const y of [conv(x), recorded(x)]) {
      assertLess(y.sub(want).abs().max().dataSync()[0], 1e-5);
    }
  });
});
