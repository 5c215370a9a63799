/**
 * Windows that slide over an image or a volume, as convolutions and pools
 * have them. TensorFlow.js pads by any number of pixels on each side, and
 * rounds the output's size as it is told to; most of TensorFlow's kernels know
 * "valid" and "same" alone.
 *
 * @module
 */
import { tf } from "../tfjs.ts";

/** One spatial axis. */
export interface Axis {
  readonly inSize: number;
  readonly outSize: number;
  /** Of the window, with the gaps of its dilation. */
  readonly windowSize: number;
  readonly stride: number;
  readonly before: number;
}

/** How many pixels go before and after an axis: no more than the output needs. */
export type Padding = [before: number, after: number];

/** The padding with which "valid" gives the output's size. */
export function paddingOf(axis: Axis): Padding {
  const { inSize, outSize, windowSize, stride, before } = axis;
  const needed = (outSize - 1) * stride + windowSize;
  return [before, Math.max(0, needed - inSize - before)];
}

type Info2D = tf.backend_util.Conv2DInfo;
type Info3D = tf.backend_util.Conv3DInfo;

/** The spatial axes of an image, channels last. */
export function axesOfImage(info: Info2D): Axis[] {
  return [{
    inSize: info.inHeight,
    outSize: info.outHeight,
    windowSize: info.effectiveFilterHeight,
    stride: info.strideHeight,
    before: info.padInfo.top,
  }, {
    inSize: info.inWidth,
    outSize: info.outWidth,
    windowSize: info.effectiveFilterWidth,
    stride: info.strideWidth,
    before: info.padInfo.left,
  }];
}

/** The spatial axes of a volume, channels last. */
export function axesOfVolume(info: Info3D): Axis[] {
  return [{
    inSize: info.inDepth,
    outSize: info.outDepth,
    windowSize: info.effectiveFilterDepth,
    stride: info.strideDepth,
    before: info.padInfo.front,
  }, {
    inSize: info.inHeight,
    outSize: info.outHeight,
    windowSize: info.effectiveFilterHeight,
    stride: info.strideHeight,
    before: info.padInfo.top,
  }, {
    inSize: info.inWidth,
    outSize: info.outWidth,
    windowSize: info.effectiveFilterWidth,
    stride: info.strideWidth,
    before: info.padInfo.left,
  }];
}

/** Padding of the spatial axes alone: none of the batch and of the channels. */
export function aroundSpace(paddings: readonly Padding[]): Padding[] {
  return [[0, 0], ...paddings, [0, 0]];
}
