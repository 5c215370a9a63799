import { tf } from "../../../../lib/tensorflow/mod.ts";
import {
  as,
  conv2d,
  depthwise,
  type GradientCase,
  image,
  values,
  volume,
} from "./support.ts";

export const convolutionCases: readonly GradientCase[] = [
  [
    "conv2d, dilated",
    conv2d(1, "valid", 2),
    () => [image(), values(2, 2, 2, 2)],
  ],
  ["conv2d, dilated, same", conv2d(1, "same", 3), () => [
    image(),
    values(2, 3, 2, 2),
  ]],
  ["conv2d, rounded up", conv2d(2, 0, 1, "ceil"), () => [
    image(),
    values(3, 2, 2, 1),
  ]],
  [
    "conv2d, uneven padding",
    conv2d(2, [[0, 0], [2, 1], [0, 1], [0, 0]], 1),
    () => [
      image(),
      values(3, 2, 2, 1),
    ],
  ],
  ["conv2dTranspose", (x, filter) =>
    tf.conv2dTranspose(
      as<tf.Rank.R4>(x),
      as<tf.Rank.R4>(filter),
      [1, 6, 6, 2],
      2,
      "same",
    ), () => [values(1, 3, 3, 1), values(3, 3, 2, 1)]],
  [
    "conv3d",
    (x, filter) =>
      tf.conv3d(as<tf.Rank.R5>(x), as<tf.Rank.R5>(filter), 2, "same"),
    () => [
      volume(),
      values(2, 2, 2, 1, 2),
    ],
  ],
  ["conv3d, dilated", (x, filter) =>
    tf.conv3d(
      as<tf.Rank.R5>(x),
      as<tf.Rank.R5>(filter),
      1,
      "valid",
      "NDHWC",
      [2, 2, 2],
    ), () => [volume(), values(2, 2, 2, 1, 2)]],
  ["conv3dTranspose", (x, filter) =>
    tf.conv3dTranspose(
      as<tf.Rank.R5>(x),
      as<tf.Rank.R5>(filter),
      [1, 4, 4, 4, 2],
      2,
      "same",
    ), () => [values(1, 2, 2, 2, 1), values(2, 2, 2, 2, 1)]],
  ["depthwiseConv2d", depthwise(2, "same"), () => [
    image(),
    values(3, 3, 2, 2),
  ]],
  ["depthwiseConv2d, dilated", depthwise(1, "same", 2), () => [
    image(),
    values(3, 2, 2, 2),
  ]],
  ["depthwiseConv2d, padding in pixels", depthwise(2, 1), () => [
    image(),
    values(3, 3, 2, 1),
  ]],
  ["depthwiseConv2d, one pixel, padding in pixels", depthwise(2, 1), () => [
    image(),
    values(1, 1, 2, 1),
  ]],
  ["depthwiseConv2d, rounded up", depthwise(2, 0, 1, "ceil"), () => [
    image(),
    values(2, 2, 2, 1),
  ]],
  [
    "maxPool, rounded up",
    (x) => tf.maxPool(as<tf.Rank.R4>(x), 2, 2, 0, "ceil"),
    () => [values(1, 5, 5, 1)],
  ],
  [
    "avgPool, rounded up",
    (x) => tf.avgPool(as<tf.Rank.R4>(x), 2, 2, 0, "ceil"),
    () => [values(1, 5, 5, 1)],
  ],
  [
    "maxPoolWithArgmax",
    (x) => tf.maxPoolWithArgmax(as<tf.Rank.R4>(x), 2, 2, "valid").result,
    () => [
      values(2, 4, 4, 2),
    ],
  ],
];
