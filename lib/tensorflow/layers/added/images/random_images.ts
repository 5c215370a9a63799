/** Layers that change images at random in training, and not otherwise. @module */
import { tf } from "../../../tfjs.ts";
import { seedLayer } from "../../seeded.ts";
import { type DataFormat, type LayerOptions, Mapping } from "../layer.ts";

/** The same to both sides, or from where to where. */
export type Range = number | [number, number];

/** The options of layers that change images at random. */
export interface RandomImageArgs extends LayerOptions {
  readonly dataFormat?: DataFormat;
  /** Of the layer's own random numbers. */
  readonly seed?: number | null;
}

/** The options of `randomFlip()`. */
export interface RandomFlipArgs extends RandomImageArgs {
  /** Default "horizontalAndVertical". */
  readonly mode?: "horizontal" | "vertical" | "horizontalAndVertical";
}

/** The options of `randomContrast()` and `randomBrightness()`. */
export interface RandomColorArgs extends RandomImageArgs {
  /** How much at most, from -1 to 1. */
  readonly factor: Range;
  /** Black and white. Default [0, 255]. */
  readonly valueRange?: [number, number];
}

/** A layer that changes images [batch, height, width, channels] in training. */
export abstract class RandomImages<Settings extends object>
  extends Mapping<Settings & { readonly dataFormat: DataFormat }> {
  constructor(args: RandomImageArgs, settings: Settings) {
    const { dataFormat = "channelsLast" } = args;
    super(args, { ...settings, dataFormat });
    this.inputSpec = [new tf.InputSpec({ ndim: 4 })];
    seedLayer(this, args.seed);
  }

  protected abstract change(images: tf.Tensor4D): tf.Tensor;

  /** What happens to images otherwise; by default nothing. */
  protected still?(images: tf.Tensor4D): tf.Tensor;

  protected override map(
    x: tf.Tensor,
    kwargs: Readonly<Record<string, unknown>>,
  ): tf.Tensor {
    if (!kwargs.training && !this.still) return x.toFloat().clone();
    const isFirst = this.settings.dataFormat === "channelsFirst";
    const images = isFirst ? tf.transpose(x, [0, 2, 3, 1]) : x;
    const given = images.toFloat() as tf.Tensor4D;
    const changed = kwargs.training ? this.change(given) : this.still!(given);
    return isFirst ? tf.transpose(changed, [0, 3, 1, 2]) : changed;
  }

  /** A range's ends. */
  protected ends(option: string, range: Range): [number, number] {
    const [from, to] = typeof range === "number"
      ? [-Math.abs(range), Math.abs(range)]
      : [...range].toSorted((a, b) => a - b);
    if (from >= -1 && to <= 1) return [from, to];
    throw this.refusal(option, "from -1 to 1", range);
  }
}

/** A number for each image, [batch, 1, 1, 1]. */
function draw({ shape }: tf.Tensor, from: number, to: number): tf.Tensor {
  return tf.randomUniform([shape[0], 1, 1, 1], from, to);
}

class RandomFlip extends RandomImages<{ mode: string }> {
  /** @nocollapse */
  static className = "RandomFlip";

  constructor(args: RandomFlipArgs = {}) {
    const { mode = "horizontalAndVertical" } = args;
    super(args, { mode });
    if (/^(horizontal|vertical|horizontalAndVertical)$/.test(mode)) return;
    const known = '"horizontal", "vertical" or "horizontalAndVertical"';
    throw this.refusal("mode", known, mode);
  }

  protected override change(images: tf.Tensor4D): tf.Tensor {
    const flip = (x: tf.Tensor, axis: number) =>
      tf.where(draw(x, 0, 1).lessEqual(0.5), x.reverse(axis), x);
    const { mode } = this.settings;
    const x = mode === "vertical" ? images : flip(images, 2);
    return mode === "horizontal" ? x : flip(x, 1);
  }
}

/** A layer that changes values, and keeps them in their range. */
abstract class RandomColor
  extends RandomImages<{ factor: [number, number]; valueRange: number[] }> {
  constructor(args: RandomColorArgs) {
    const { factor, valueRange = [0, 255] } = args;
    super(args, { factor: [0, 0], valueRange });
    this.settings.factor = this.ends("factor", factor);
  }

  protected keptIn(x: tf.Tensor): tf.Tensor {
    const [black, white] = this.settings.valueRange;
    return x.clipByValue(black, white);
  }
}

class RandomContrast extends RandomColor {
  /** @nocollapse */
  static className = "RandomContrast";

  protected override change(images: tf.Tensor4D): tf.Tensor {
    const [less, more] = this.settings.factor;
    const mean = images.mean([1, 2], true);
    const contrast = draw(images, 1 - Math.abs(less), 1 + more);
    return this.keptIn(images.sub(mean).mul(contrast).add(mean));
  }
}

class RandomBrightness extends RandomColor {
  /** @nocollapse */
  static className = "RandomBrightness";

  protected override change(images: tf.Tensor4D): tf.Tensor {
    const { factor: [darker, brighter], valueRange } = this.settings;
    const all = valueRange[1] - valueRange[0];
    return this.keptIn(images.add(draw(images, darker * all, brighter * all)));
  }
}

/** Mirrors images at random in training. */
export function randomFlip(args?: RandomFlipArgs): tf.layers.Layer {
  return new RandomFlip(args);
}

/** Changes the contrast of images at random in training. */
export function randomContrast(args: RandomColorArgs): tf.layers.Layer {
  return new RandomContrast(args);
}

/** Changes the brightness of images at random in training. */
export function randomBrightness(args: RandomColorArgs): tf.layers.Layer {
  return new RandomBrightness(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [
  RandomFlip,
  RandomContrast,
  RandomBrightness,
];
