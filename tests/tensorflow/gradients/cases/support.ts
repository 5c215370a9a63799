import { tf } from "../../../../lib/tensorflow/mod.ts";
import type { Op } from "../../ops/gradients.ts";

/**
 * An operation with its inputs, all of which it is differentiated by. The name
 * begins with the operation's name in TensorFlow.js.
 */
export type GradientCase = readonly [
  name: string,
  op: Op,
  inputs: () => tf.Tensor[],
];

export const as = <R extends tf.Rank>(tensor: tf.Tensor) =>
  tensor as tf.Tensor<R>;

/** Numbers from −2 to 2 without equal ones. */
export function values(...shape: number[]): tf.Tensor {
  const count = tf.util.sizeFromShape(shape);
  // Both are prime, so one of them has no factor in common with count + 1
  const step = (count + 1) % 7 === 0 ? 5 : 7;
  const list = Array.from(
    { length: count },
    (_, i) => ((i * step + 3) % (count + 1)) / count * 4 - 2.03,
  );
  return tf.tensor(list, shape);
}

export const image = () => values(1, 6, 7, 2);
export const volume = () => values(1, 4, 5, 4, 1);
export const conv2d = (
  strides: number,
  pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding,
  dilations = 1,
  rounding?: "floor" | "ceil",
): Op =>
(x, filter) =>
  tf.conv2d(
    as<tf.Rank.R4>(x),
    as<tf.Rank.R4>(filter),
    strides,
    pad as number,
    "NHWC",
    dilations,
    rounding,
  );
export const depthwise = (
  strides: number,
  pad: "valid" | "same" | number,
  dilations = 1,
  rounding?: "floor" | "ceil",
): Op =>
(x, filter) =>
  tf.depthwiseConv2d(
    as<tf.Rank.R4>(x),
    as<tf.Rank.R4>(filter),
    strides,
    pad,
    "NHWC",
    dilations,
    rounding,
  );
