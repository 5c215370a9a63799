/**
 * Has tf.depthwiseConv2d and tf.depthToSpace take channels first ("NCHW"): their
 * kernels, and the gradients of TensorFlow.js, take channels last alone.
 *
 * @module
 */
import type * as namespace from "npm:@tensorflow/tfjs-core@4.22.0";
import { type Core, core, numeric, replaceOps } from "./replace.ts";

type Tensor4D = namespace.Tensor4D;

const stock = {
  depthwiseConv2d: core.depthwiseConv2d,
  depthToSpace: core.depthToSpace,
};

/** The operation on an image [batch, channels, height, width] turned around. */
function turned(
  image: namespace.Tensor,
  run: (last: Tensor4D) => Tensor4D,
): Tensor4D {
  const whole = image.rank === 3 ? core.expandDims(image) : image;
  const result = run(core.transpose(whole as Tensor4D, [0, 2, 3, 1]));
  const first = core.transpose(result, [0, 3, 1, 2]);
  return (image.rank === 3 ? core.squeeze(first, [0]) : first) as Tensor4D;
}

type Depthwise = (
  x: unknown,
  filter: unknown,
  strides: unknown,
  pad: unknown,
  dataFormat?: "NHWC" | "NCHW",
  ...rest: unknown[]
) => Tensor4D;

const depthwiseConv2d: Depthwise = (
  x,
  filter,
  strides,
  pad,
  dataFormat = "NHWC",
  ...rest
) =>
  core.tidy("depthwiseConv2d", () => {
    const run = (x: unknown, padding: unknown) =>
      (stock.depthwiseConv2d as Depthwise)(
        x,
        filter,
        strides,
        padding,
        "NHWC",
        ...rest,
      );
    const image = dataFormat === "NCHW" ? numeric(x) : undefined;
    if (!image) return run(x, pad);
    const sides = Array.isArray(pad) ? [pad[0], pad[2], pad[3], pad[1]] : pad;
    return turned(image, (last) => run(last, sides));
  });

const depthToSpace: Core["depthToSpace"] = (x, blockSize, dataFormat) =>
  core.tidy("depthToSpace", () => {
    const image = dataFormat === "NCHW" ? numeric(x) : undefined;
    return image?.rank === 4
      ? turned(image, (last) => stock.depthToSpace(last, blockSize, "NHWC"))
      : stock.depthToSpace(x, blockSize, dataFormat);
  });

replaceOps({
  depthwiseConv2d: depthwiseConv2d as Core["depthwiseConv2d"],
  depthToSpace,
});
