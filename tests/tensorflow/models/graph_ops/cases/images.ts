import { tf } from "../../../../support/tensorflow.ts";
import {
  flag,
  float,
  type GraphCase,
  int,
  integer,
  ints,
  one,
  real,
  reals,
  some,
  text,
  whole,
} from "./support.ts";

const window = {
  ksize: ints(1, 2, 3, 1),
  strides: ints(1, 2, 1, 1),
  padding: text("SAME"),
};
const volume = {
  ksize: ints(1, 2, 2, 2, 1),
  strides: ints(1, 1, 2, 1, 1),
  padding: text("SAME"),
};
const steps = (height: number, width = height) => ({
  strides: ints(1, height, width, 1),
  padding: text("SAME"),
});
const sides = {
  padding: text("EXPLICIT"),
  explicit_paddings: ints(0, 0, 1, 0, 0, 2, 0, 0),
};
const boxes = () => tf.tensor2d([[0, 0, 1, 1], [0, 0, 1, 0.9], [2, 2, 3, 3]]);

export const images: readonly GraphCase[] = [
  ["Conv2D", () => [some(1, 4, 4, 1), some(2, 2, 1, 2)], {
    ...steps(2, 1),
    ...sides,
  }],
  ["Conv2D", () => [some(1, 5, 5, 1), some(2, 2, 1, 1)], {
    ...steps(1),
    dilations: ints(1, 2, 2, 1),
  }],
  ["DepthwiseConv2dNative", () => [some(1, 5, 5, 2), some(2, 2, 2, 2)], {
    ...steps(2),
  }],
  ["DepthwiseConv2dNative", () => [some(1, 5, 5, 2), some(2, 2, 2, 1)], {
    ...steps(1),
    ...sides,
  }],
  [
    "Conv2DBackpropInput",
    () => [whole(1, 4, 4, 1), some(2, 2, 1, 1), some(1, 2, 2, 1)],
    { ...steps(2), T: float },
  ],
  ["Conv3D", () => [some(1, 3, 3, 3, 1), some(2, 2, 2, 1, 1)], {
    strides: ints(1, 1, 1, 1, 1),
    padding: text("SAME"),
  }],
  ["Dilation2D", () => [some(1, 5, 5, 1), some(2, 2, 1)], {
    ...steps(1),
    rates: ints(1, 2, 2, 1),
  }],
  ["AvgPool", () => [some(1, 4, 4, 2)], window],
  ["MaxPool", () => [some(1, 4, 4, 2)], window],
  ["AvgPool3D", () => [some(1, 3, 3, 3, 1)], volume],
  ["MaxPool3D", () => [some(1, 3, 3, 3, 1)], volume],
  ["BiasAdd", () => [some(1, 2, 2, 2), some(2)]],
  [
    "ResizeBilinear",
    () => [some(1, 2, 2, 1), whole(3, 3)],
    { half_pixel_centers: flag(true) },
  ],
  [
    "ResizeNearestNeighbor",
    () => [some(1, 2, 2, 1), whole(3, 3)],
    { align_corners: flag(true) },
  ],
  [
    "CropAndResize",
    () => [
      some(1, 4, 4, 1),
      tf.tensor2d([[0, 0, 1.2, 1]]),
      whole(0),
      whole(2, 2),
    ],
    { method: text("nearest"), extrapolation_value: real(5) },
  ],
  [
    "NonMaxSuppressionV3",
    () => [
      boxes(),
      reals(1, 0.9, 0.8),
      one(3),
      tf.scalar(0.5),
      tf.scalar(0.1),
    ],
  ],
];

export const layout: readonly GraphCase[] = [
  ["OneHot", () => [whole(1, 5), one(3), tf.scalar(2), tf.scalar(-1)], {
    T: float,
    axis: integer(0),
  }],
  ["Range", () => [one(1), one(7), one(2)], { Tidx: int }],
  ["Slice", () => [some(3, 3), whole(0, 1), whole(-1, 2)], { Index: int }],
  ["StridedSlice", () => [
    some(3, 4),
    whole(0, 0, 1),
    whole(0, 0, 3),
    whole(1, 1, 1),
  ], {
    Index: int,
    new_axis_mask: integer(2),
    begin_mask: integer(1),
    end_mask: integer(1),
  }],
  ["ReverseV2", () => [some(2, 2), whole(-1)], { Tidx: int }],
  ["Transpose", () => [some(2, 3), whole(1, 0)], { Tperm: int }],
  ["Pack", () => [some(2), some(2)], { N: integer(2), axis: integer(-1) }],
  ["Unpack", () => [some(2, 3)], { num: integer(3), axis: integer(1) }],
  ["Split", () => [one(1), some(2, 4)], { num_split: integer(2), T: float }],
  ["SplitV", () => [some(2, 5), whole(2, -1), one(1)], {
    num_split: integer(2),
    Tlen: int,
  }],
  [
    "GatherV2",
    () => [some(2, 3), tf.tensor2d([[1, 0], [2, 0]], [2, 2], "int32"), one(1)],
    {
      Tparams: float,
      Tindices: int,
      Taxis: int,
      batch_dims: integer(1),
    },
  ],
  ["Squeeze", () => [some(1, 2, 1)], { squeeze_dims: ints(-1) }],
  ["MirrorPad", () => [some(3), tf.tensor2d([[1, 1]], [1, 2], "int32")], {
    mode: text("SYMMETRIC"),
    Tpaddings: int,
  }],
  ["DepthToSpace", () => [some(1, 2, 1, 4)], { block_size: integer(2) }],
  ["Roll", () => [some(4), one(1), one(0)], { Tshift: int, Taxis: int }],
];
