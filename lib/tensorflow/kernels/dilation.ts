/**
 * Dilated convolutions as plain ones: the pixels that a dilated filter covers are
 * moved next to each other, into images of their own. The stride is 1, since
 * TensorFlow.js allows no other with a dilation.
 *
 * @module
 */
import { tf } from "../tfjs.ts";
import { type Axis, type Padding, paddingOf } from "./window.ts";

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

/** Whether a filter has gaps. */
export function isDilated(dilations: readonly number[]): boolean {
  return dilations.some((dilation) => dilation > 1);
}

/**
 * Plans the moves.
 *
 * @param axes The spatial axes, whose windows include the gaps.
 * @param dilations One for each of them.
 */
export function blocksOf(
  axes: readonly Axis[],
  dilations: readonly number[],
): Blocks {
  const block = [...dilations];
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
