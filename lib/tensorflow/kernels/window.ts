/**
 * The sliding windows of convolutions and pooling. TensorFlow.js allows any
 * padding in pixels and three ways to round the output's size; most of
 * TensorFlow's kernels allow only "valid" and "same".
 *
 * @module
 */
import { tf } from "../tfjs.ts";

/** A window on one spatial axis. */
export interface Axis {
  readonly inSize: number;
  readonly outSize: number;
  /** Includes the gaps of a dilation. */
  readonly windowSize: number;
  readonly stride: number;
  /** The padding before the axis. */
  readonly before: number;
}

/** The padding before and after an axis, in pixels. */
export type Padding = [before: number, after: number];

/** The padding with which "valid" gives the output's size, and no more. */
export function paddingOf(axis: Axis): Padding {
  const { inSize, outSize, windowSize, stride, before } = axis;
  const needed = (outSize - 1) * stride + windowSize;
  return [before, Math.max(0, needed - inSize - before)];
}

type Info2D = tf.backend_util.Conv2DInfo;
type Info3D = tf.backend_util.Conv3DInfo;

/** The spatial axes of an image. */
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

/** The spatial axes of a volume. */
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

/** Paddings for all axes: none for batch and channels. */
export function spatialPaddings(paddings: readonly Padding[]): Padding[] {
  return [[0, 0], ...paddings, [0, 0]];
}
