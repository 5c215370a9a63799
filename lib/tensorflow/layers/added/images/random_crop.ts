/** Keras's `RandomCrop`. @module */
import { tf } from "../../../tfjs.ts";
import type { Shape } from "../layer.ts";
import { type RandomImageArgs, RandomImages } from "./random_images.ts";

/** The options of `randomCrop()`. */
export interface RandomCropArgs extends RandomImageArgs {
  /** Of what is left. */
  readonly height: number;
  readonly width: number;
}

class RandomCrop extends RandomImages<{ height: number; width: number }> {
  /** @nocollapse */
  static className = "RandomCrop";

  constructor(args: RandomCropArgs) {
    const { height, width } = args;
    super(args, { height, width });
    for (const [option, size] of Object.entries({ height, width })) {
      if (Number.isInteger(size) && size > 0) continue;
      throw this.refusal(option, "a whole number from 1 on", size);
    }
  }

  /** All images of a batch lose the same, as in Keras. */
  protected override change(images: tf.Tensor4D): tf.Tensor {
    const { height, width } = this.settings;
    const [, rows, columns] = images.shape;
    if (rows <= height || columns <= width) {
      const { top, left } = this.#window(rows, columns);
      return this.#resized(images, top, left, height, width);
    }
    const pick = (x: tf.Tensor, axis: number, size: number) => {
      const starts = x.shape[axis] - size + 1;
      const start = tf.randomUniform([1], 0, starts).floor();
      return x.gather(tf.range(0, size).add(start).toInt(), axis);
    };
    return pick(pick(images, 1, height), 2, width);
  }

  /** The middle of the images, as large as its shape allows. */
  protected override still(images: tf.Tensor4D): tf.Tensor {
    const [, rows, columns] = images.shape;
    const { top, left, high, wide } = this.#window(rows, columns);
    return this.#resized(images, top, left, high, wide);
  }

  /** The largest window in the middle that has the output's proportions. */
  #window(rows: number, columns: number) {
    const { height, width } = this.settings;
    const within = (size: number, most: number) =>
      Math.max(1, Math.min(most, Math.trunc(size)));
    const high = within(columns * height / width, rows);
    const wide = within(rows * width / height, columns);
    const top = Math.trunc((rows - high) / 2);
    const left = Math.trunc((columns - wide) / 2);
    return { top, left, high, wide };
  }

  /** A part of the images, in the output's size. */
  #resized(
    images: tf.Tensor4D,
    top: number,
    left: number,
    high: number,
    wide: number,
  ): tf.Tensor {
    const [batch, rows, columns, channels] = images.shape;
    const part = tf.slice(images, [0, top, left, 0], [
      batch,
      Math.min(high, rows - top),
      Math.min(wide, columns - left),
      channels,
    ]);
    const { height, width } = this.settings;
    return tf.image.resizeBilinear(part, [height, width], false, true);
  }

  protected override mapShape(shape: Shape): Shape {
    const { height, width, dataFormat } = this.settings;
    return dataFormat === "channelsFirst"
      ? [shape[0], shape[1], height, width]
      : [shape[0], height, width, shape[3]];
  }
}

/**
 * Cuts images to a size: at random in training, else the largest part of the middle
 * that has its proportions, resized.
 */
export function randomCrop(args: RandomCropArgs): tf.layers.Layer {
  return new RandomCrop(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [RandomCrop];
