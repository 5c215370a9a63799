/**
 * Has convolutions with dilation and bias be differentiated: TensorFlow.js refuses
 * it of its fused operation, which convolutional layers take.
 *
 * @module
 */
import { core, replaceOps } from "./replace.ts";

type Conv2d = typeof core.fused.conv2d;

const stock: Conv2d = core.fused.conv2d;

const conv2d: Conv2d = (args) => {
  const { dilations = 1, activation, bias } = args;
  const isDilated = [dilations].flat().some((rate) => rate > 1);
  // Layers pass null for an activation that cannot be fused
  const isLinear = (activation ?? "linear") === "linear";
  if (!isDilated || !isLinear) return stock(args);
  return core.tidy(() => {
    const { x, filter, strides, pad, dataFormat, dimRoundingMode } = args;
    const y = core.conv2d(
      x,
      filter,
      strides,
      pad,
      dataFormat,
      dilations,
      dimRoundingMode,
    );
    return bias ? core.add(y, bias) : y;
  });
};

replaceOps({ fused: { ...core.fused, conv2d } });
