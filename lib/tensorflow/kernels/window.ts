/**
 * The sliding windows of convolutions and pooling. TensorFlow.js allows any
 * padding in pixels and three ways to round the output's size; most of
 * TensorFlow's kernels allow only "valid" and "same".
 *
 * @module
 */
import { tf } from "../tfjs.ts";
import type { KernelCall } from "./kernel.ts";

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

/**
 * The axis with a window that ends where it meets the same pixels as one that is
 * larger than the input: TensorFlow's kernels take memory for the whole window.
 */
export function tighten(axis: Axis): Axis {
  const { inSize, outSize, windowSize, stride, before } = axis;
  if (outSize < 1) return axis;
  // Every window begins before the input, or ends after it, by at least so much
  const early = Math.max(0, before - (outSize - 1) * stride);
  const late = Math.max(0, windowSize - before - inSize);
  return {
    ...axis,
    windowSize: windowSize - early - late,
    before: before - early,
  };
}

/** The padding with which "valid" gives the output's size, and no more. */
export function paddingOf(axis: Axis): Padding {
  const { inSize, outSize, windowSize, stride, before } = axis;
  const needed = (outSize - 1) * stride + windowSize;
  return [before, Math.max(0, needed - inSize - before)];
}

/**
 * Whether TensorFlow's "valid" or "same" gives the output's size. Without padding
 * it does not if the size is rounded up.
 */
export function isNamedPadding(type: string, axes: readonly Axis[]): boolean {
  return type === "SAME" ||
    type === "VALID" && axes.every((axis) => paddingOf(axis)[1] === 0);
}

/** What TensorFlow.js computes of the windows of an image or a volume. */
type PlaneInfo =
  & Pick<
    tf.backend_util.Conv2DInfo,
    | "inHeight"
    | "inWidth"
    | "outHeight"
    | "outWidth"
    | "effectiveFilterHeight"
    | "effectiveFilterWidth"
    | "strideHeight"
    | "strideWidth"
  >
  & { readonly padInfo: { readonly top: number; readonly left: number } };

/** The spatial axes of an image: height and width. */
export function axesOfImage(info: PlaneInfo): Axis[] {
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

/** The spatial axes of a volume: depth, height and width. */
export function axesOfVolume(info: tf.backend_util.Conv3DInfo): Axis[] {
  const depth = {
    inSize: info.inDepth,
    outSize: info.outDepth,
    windowSize: info.effectiveFilterDepth,
    stride: info.strideDepth,
    before: info.padInfo.front,
  };
  return [depth, ...axesOfImage(info)];
}

/** Paddings for all axes: none for batch and channels. */
export function spatialPaddings(paddings: readonly Padding[]): Padding[] {
  return [[0, 0], ...paddings, [0, 0]];
}

/**
 * Whether oneDNN (TensorFlow 2.21) takes the stride along the width for that along
 * the height, and leaves a part of the output unwritten: of images with one
 * channel, if the output has one column.
 */
export function isMistaken(
  info: PlaneInfo & { readonly inChannels: number },
): boolean {
  return info.inChannels === 1 && info.outWidth === 1 &&
    info.strideHeight !== info.strideWidth;
}

/** The columns that a filter meets, of images or volumes that it meets once. */
export function firstColumns(
  x: tf.Tensor,
  axes: readonly Axis[],
): tf.Tensor {
  const padded = tf.pad(x, spatialPaddings(axes.map(paddingOf)));
  const sizes = padded.shape.toSpliced(-2, 1, axes.at(-1)!.windowSize);
  return tf.slice(padded, sizes.map(() => 0), sizes);
}

/** Whether a filter of one pixel moves by more than one. */
export function skipsPixels(
  filterShape: readonly number[],
  strides: readonly number[] | number,
): boolean {
  return filterShape[0] === 1 && filterShape[1] === 1 &&
    [strides].flat().some((stride) => stride > 1);
}

/**
 * The gradient of a filter of one pixel with a stride of 1, on the pixels that the
 * filter meets.
 *
 * With a stride, oneDNN's gradient (`jit:avx2_1x1`, which gathers these pixels
 * itself) writes past the end of its buffer and damages the process's memory.
 *
 * @param x [batch, height, width, channels], with its padding.
 */
export function withoutStride(
  call: KernelCall,
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
): KernelCall {
  const { strides } = call.attrs as { strides: [number, number] | number };
  const [height, width] = [strides, strides].flat();
  // As many as the output has: padding after the image may allow for more
  const [, rows, columns] = dy.shape;
  const end = (count: number, stride: number) =>
    Math.max(0, (count - 1) * stride + 1);
  const pixels = tf.stridedSlice(
    x,
    [0, 0, 0, 0],
    [x.shape[0], end(rows, height), end(columns, width), x.shape[3]],
    [1, height, width, 1],
  );
  return {
    ...call,
    inputs: { x: pixels, dy },
    attrs: {
      ...call.attrs!,
      strides: [1, 1],
      pad: "valid",
      dimRoundingMode: undefined as never,
    },
  };
}
