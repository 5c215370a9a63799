/**
 * Dilated convolutions as plain ones: the pixels that a dilated filter covers are
 * moved next to each other, into images of their own. The stride is 1, since
 * TensorFlow.js allows no other with a dilation.
 *
 * @module
 */
import { tf } from "../../tfjs.ts";
import { plain } from "./call.ts";
import type { KernelCall, KernelFunc } from "../kernel.ts";
import {
  axesOfImage,
  axesOfVolume,
  type Axis,
  type Padding,
  paddingOf,
} from "../window.ts";

/** Moves pixels for a dilation; "output" is the convolution's. */
export interface Blocks {
  /** An image, padded and split into smaller ones. */
  split<T extends tf.Tensor>(image: T): T;
  /** The inverse of `split`. */
  join<T extends tf.Tensor>(images: T): T;
  splitOutput<T extends tf.Tensor>(output: T): T;
  joinOutput<T extends tf.Tensor>(outputs: T): T;
  /** The shape of what `split` returns. */
  shapeOf(imageShape: readonly number[]): number[];
}

/** The moves for a convolution of images; undefined if it is not dilated. */
export function blocksOfImage(
  info: tf.backend_util.Conv2DInfo,
): Blocks | undefined {
  return blocksOf(axesOfImage(info), [
    info.dilationHeight,
    info.dilationWidth,
  ]);
}

/** The moves for a convolution of volumes; undefined if it is not dilated. */
export function blocksOfVolume(
  info: tf.backend_util.Conv3DInfo,
): Blocks | undefined {
  return blocksOf(axesOfVolume(info), [
    info.dilationDepth,
    info.dilationHeight,
    info.dilationWidth,
  ]);
}

/** Runs a dilated convolution by a kernel for plain ones. */
export function convolveBlocks(
  blocks: Blocks,
  call: KernelCall,
  kernel: KernelFunc,
): tf.Tensor {
  const { x, filter } = call.inputs as Record<string, tf.Tensor>;
  const outputs = kernel(plain(call, { x: blocks.split(x), filter }));
  return blocks.joinOutput(outputs as tf.Tensor);
}

/** Its gradient with respect to the input. */
export function inputGradientOfBlocks(
  blocks: Blocks,
  call: KernelCall,
  kernel: KernelFunc,
): tf.Tensor {
  const { dy, filter } = call.inputs as Record<string, tf.Tensor>;
  const { inputShape } = call.attrs as { inputShape: number[] };
  const gradients = kernel(
    plain(call, { dy: blocks.splitOutput(dy), filter }, {
      inputShape: blocks.shapeOf(inputShape),
    }),
  );
  return blocks.join(gradients as tf.Tensor);
}

/** Its gradient with respect to the filter. */
export function filterGradientOfBlocks(
  blocks: Blocks,
  call: KernelCall,
  kernel: KernelFunc,
): tf.Tensor {
  const { x, dy } = call.inputs as Record<string, tf.Tensor>;
  return kernel(
    plain(call, { x: blocks.split(x), dy: blocks.splitOutput(dy) }),
  ) as tf.Tensor;
}

/**
 * Plans the moves.
 *
 * @param axes The spatial axes, whose windows include the gaps.
 * @param block The dilation of each of them.
 */
function blocksOf(
  axes: readonly Axis[],
  block: number[],
): Blocks | undefined {
  if (!block.some((dilation) => dilation > 1)) return undefined;
  const crops: Padding[] = [];
  const paddings = axes.map((axis, index): Padding => {
    const [before, after] = paddingOf(axis);
    const size = before + axis.inSize + after;
    // Rounds the size up to a multiple of the dilation; cropped again
    const extra = (block[index] - size % block[index]) % block[index];
    crops.push([0, extra]);
    return [before, after + extra];
  });
  return {
    split: (image) => tf.spaceToBatchND(image, block, paddings),
    join: (images) => tf.batchToSpaceND(images, block, paddings),
    splitOutput: (output) => tf.spaceToBatchND(output, block, crops),
    joinOutput: (outputs) => tf.batchToSpaceND(outputs, block, crops),
    shapeOf: ([batch, ...rest]) => [
      batch * block.reduce((product, size) => product * size, 1),
      ...block.map((size, index) => {
        const [before, after] = paddings[index];
        return (before + rest[index] + after) / size;
      }),
      rest[block.length],
    ],
  };
}
