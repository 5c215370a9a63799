/**
 * Replaces TensorFlow.js's sizes of a convolution or pooling whose padding is a
 * number of pixels: it measures both axes by the height and the vertical stride,
 * and pads a sequence above and below, too.
 *
 * @module
 */
import type * as namespace from "npm:@tensorflow/tfjs-core@4.22.0";
import { type Core, core, replaceOps } from "./replace.ts";

type Sizes = {
  -readonly [
    Name in "computeConv2DInfo" | "computePool2DInfo"
  ]: typeof namespace.backend_util[Name];
};

// The kernels of all backends look the functions up in this object
const sizes = core.backend_util as Sizes;
const { computeConv2DInfo, computePool2DInfo } = sizes;

type Info = namespace.backend_util.Conv2DInfo;
type Padding = namespace.backend_util.ExplicitPadding;
type DataFormat = Info["dataFormat"];

/** The sizes with the same padding on all four sides. */
function evenly(
  pixels: number,
  dataFormat: DataFormat | undefined,
  measure: (pad: Padding) => Info,
): Info {
  const sides = [[pixels, pixels], [pixels, pixels]];
  const info = measure(
    (dataFormat === "channelsFirst"
      ? [[0, 0], [0, 0], ...sides]
      : [[0, 0], ...sides, [0, 0]]) as Padding,
  );
  const type = pixels === 0 ? "VALID" : "NUMBER";
  return { ...info, padInfo: { ...info.padInfo, type } };
}

sizes.computeConv2DInfo = (x, filter, strides, dilations, pad, ...rest) => {
  const measure = (padding: typeof pad) =>
    computeConv2DInfo(x, filter, strides, dilations, padding, ...rest);
  return typeof pad === "number" ? evenly(pad, rest[2], measure) : measure(pad);
};

sizes.computePool2DInfo = (x, filter, strides, dilations, pad, ...rest) => {
  const measure = (padding: typeof pad) =>
    computePool2DInfo(x, filter, strides, dilations, padding, ...rest);
  return typeof pad === "number" ? evenly(pad, rest[1], measure) : measure(pad);
};

const stock = core.conv1d;

const conv1d: Core["conv1d"] = (x, filter, stride, pad, ...rest) =>
  stock(
    x,
    filter,
    stride,
    typeof pad === "number" ? [[0, 0], [0, 0], [pad, pad], [0, 0]] : pad,
    ...rest,
  );

replaceOps({ conv1d });
