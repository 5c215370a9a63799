/** Layers that turn, move or scale images at random in training. @module */
import { tf } from "../../../tfjs.ts";
import {
  type RandomImageArgs,
  RandomImages,
  type Range,
} from "./random_images.ts";

/** What is seen outside of an image, and between its pixels. */
export interface TransformArgs extends RandomImageArgs {
  /** Default "reflect". */
  readonly fillMode?: "constant" | "reflect" | "wrap" | "nearest";
  /** Default "bilinear". */
  readonly interpolation?: "nearest" | "bilinear";
  /** Of `fillMode: "constant"`. Default 0. */
  readonly fillValue?: number;
}

/** The options of `randomRotation()`. */
export interface RandomRotationArgs extends TransformArgs {
  /** The angle, of full turns to the left. */
  readonly factor: Range;
}

/** The options of `randomTranslation()`. */
export interface RandomTranslationArgs extends TransformArgs {
  /** The part of the height that images move down. */
  readonly heightFactor: Range;
  /** The part of the width that images move to the right. */
  readonly widthFactor: Range;
}

/** The options of `randomZoom()`. */
export interface RandomZoomArgs extends TransformArgs {
  /** How much more of the height is seen. */
  readonly heightFactor: Range;
  /** How much more of the width is seen; as of the height by default. */
  readonly widthFactor?: Range | null;
}

/** Where a pixel's value comes from: a x + b y + c, of each coordinate. */
type Matrix = readonly (readonly (tf.Tensor | number)[])[];

abstract class RandomTransform extends RandomImages<object> {
  readonly #how: Required<
    Pick<TransformArgs, "fillMode" | "interpolation" | "fillValue">
  >;

  constructor(args: TransformArgs, factors: object) {
    const { fillMode = "reflect", interpolation = "bilinear" } = args;
    const how = { fillMode, interpolation, fillValue: args.fillValue ?? 0 };
    super(args, { ...factors, ...how });
    this.#how = how;
  }

  /** The coordinates that pixels come from, in numbers or tensors [batch]. */
  protected abstract matrix(
    draw: (ends: readonly [number, number]) => tf.Tensor,
    height: number,
    width: number,
  ): Matrix;

  protected override change(images: tf.Tensor4D): tf.Tensor {
    const [batch, height, width] = images.shape;
    const draw = ([from, to]: readonly [number, number]) =>
      tf.randomUniform([batch], from, to);
    const columns = [...this.matrix(draw, height, width).flat(), 0, 0]
      .map((one) => typeof one === "number" ? tf.fill([batch], one) : one);
    const { fillMode, interpolation, fillValue } = this.#how;
    return tf.image.transform(
      images,
      tf.stack(columns, 1) as tf.Tensor2D,
      interpolation,
      fillMode,
      fillValue,
    );
  }
}

class RandomRotation extends RandomTransform {
  /** @nocollapse */
  static className = "RandomRotation";
  readonly #turns: [number, number];

  constructor(args: RandomRotationArgs) {
    super(args, { factor: args.factor });
    this.#turns = this.ends("factor", args.factor);
  }

  protected override matrix(
    draw: (ends: readonly [number, number]) => tf.Tensor,
    height: number,
    width: number,
  ): Matrix {
    const angle = draw(this.#turns).mul(2 * Math.PI);
    const [sin, cos] = [angle.sin(), angle.cos()];
    const [x, y] = [(width - 1) / 2, (height - 1) / 2];
    // The center stays
    return [
      [cos, sin.neg(), sin.mul(y).sub(cos.mul(x)).add(x)],
      [sin, cos, sin.mul(-x).sub(cos.mul(y)).add(y)],
    ];
  }
}

class RandomTranslation extends RandomTransform {
  /** @nocollapse */
  static className = "RandomTranslation";
  readonly #down: [number, number];
  readonly #right: [number, number];

  constructor(args: RandomTranslationArgs) {
    const { heightFactor, widthFactor } = args;
    super(args, { heightFactor, widthFactor });
    this.#down = this.ends("heightFactor", heightFactor);
    this.#right = this.ends("widthFactor", widthFactor);
  }

  protected override matrix(
    draw: (ends: readonly [number, number]) => tf.Tensor,
    height: number,
    width: number,
  ): Matrix {
    return [
      [1, 0, draw(this.#right).mul(-width)],
      [0, 1, draw(this.#down).mul(-height)],
    ];
  }
}

class RandomZoom extends RandomTransform {
  /** @nocollapse */
  static className = "RandomZoom";
  readonly #height: [number, number];
  readonly #width: [number, number] | undefined;

  constructor(args: RandomZoomArgs) {
    const { heightFactor, widthFactor = null } = args;
    super(args, { heightFactor, widthFactor });
    this.#height = this.ends("heightFactor", heightFactor);
    if (widthFactor === null) return;
    this.#width = this.ends("widthFactor", widthFactor);
  }

  protected override matrix(
    draw: (ends: readonly [number, number]) => tf.Tensor,
    height: number,
    width: number,
  ): Matrix {
    const y = draw(this.#height).add(1);
    const x = this.#width ? draw(this.#width).add(1) : y;
    return [
      [x, 0, tf.sub(1, x).mul((width - 1) / 2)],
      [0, y, tf.sub(1, y).mul((height - 1) / 2)],
    ];
  }
}

/** Turns images at random in training. */
export function randomRotation(args: RandomRotationArgs): tf.layers.Layer {
  return new RandomRotation(args);
}

/** Moves images at random in training. */
export function randomTranslation(
  args: RandomTranslationArgs,
): tf.layers.Layer {
  return new RandomTranslation(args);
}

/** Scales images at random in training. */
export function randomZoom(args: RandomZoomArgs): tf.layers.Layer {
  return new RandomZoom(args);
}

/** The classes, for loading models. */
export const classes: readonly unknown[] = [
  RandomRotation,
  RandomTranslation,
  RandomZoom,
];
