import { tf } from "../../tensorflow/mod.ts";
import { elasticDisplacement, type ElasticOptions } from "./elastic.ts";
import { type ErasingOptions, randomErasing } from "./erasing.ts";
import { resample } from "./resample.ts";

/** How far images are moved at random; each range is symmetric around no change. */
export interface AffineOptions {
  /** Degrees, either way. */
  readonly rotation?: number;
  /** Pixels, in both directions, either way. */
  readonly shift?: number;
  /** Part of the size: 0.1 is from 90 % to 110 %. */
  readonly scale?: number;
  /** Pixels to the side for each pixel of height, either way. */
  readonly shear?: number;
  /** Height alone, as part of it: 0.1 is from about 90 % to 110 %. */
  readonly aspect?: number;
}

/** Everything that may happen to training images. */
export interface AugmentationOptions extends AffineOptions {
  readonly elastic?: ElasticOptions;
  readonly erasing?: ErasingOptions;
  /**
   * Part of the run, at its end, over which all of this shrinks evenly to
   * nothing: the network's last steps are on images like those that it is scored
   * on (He et al. 2019, "Data augmentation revisited", end without any). From 0,
   * the default, to 1.
   */
  readonly fade?: number;
}

/**
 * How much of the augmentation is left at each step of a run, from 1 to 0;
 * undefined where it stays as it is.
 *
 * @param steps Steps of the whole run; each is counted from 0.
 * @throws {RangeError} if `fade` is not from 0 to 1.
 */
export function createStrength(
  { fade = 0 }: AugmentationOptions,
  steps: number,
): ((step: number) => number) | undefined {
  if (!(fade >= 0 && fade <= 1)) {
    throw new RangeError(
      `Cannot augment images: fade must be from 0 to 1: current value is ${fade}`,
    );
  }
  if (fade === 0) return undefined;
  return (step) => Math.min(1, (steps - 1 - step) / (fade * steps));
}

/**
 * Changes each image at random: moved, turned, scaled and sheared, bent, and a
 * rectangle of it erased, in that order and with one interpolation for all.
 *
 * @param images float32 [batch, height, width, 1], the ground being 0.
 * @param strength What all ranges, and the probability of erasing, are multiplied
 * by. Default 1.
 * @returns float32 of the same shape.
 */
export function augment(
  images: tf.Tensor4D,
  { elastic, erasing, ...affine }: AugmentationOptions,
  strength?: tf.Scalar,
): tf.Tensor4D {
  const changed = elastic
    ? bent(images, affine, elastic, strength)
    : randomAffine(images, affine, strength);
  return erasing ? randomErasing(changed, erasing, strength) : changed;
}

/**
 * Turns, moves, scales and shears each image by amounts of its own, drawn
 * uniformly, as {@linkcode moved} does.
 *
 * @param images float32 [batch, height, width, channels].
 * @returns float32 of the same shape.
 */
export function randomAffine(
  images: tf.Tensor4D,
  options: AffineOptions,
  strength?: tf.Scalar,
): tf.Tensor4D {
  const [batch, height, width] = images.shape;
  return moved(images, affineMaps([batch, height, width], options, strength));
}

/**
 * Draws how each image of a batch is moved.
 *
 * @param size Batch, height and width.
 * @returns float32 [batch, 6]: a0, a1, a2, b0, b1, b2. A pixel at column x' and row
 * y' of the result comes from column a0·x' + a1·y' + a2 and row b0·x' + b1·y' + b2.
 */
export function affineMaps(
  size: readonly [number, number, number],
  options: AffineOptions,
  strength?: tf.Scalar,
): tf.Tensor2D {
  return tf.concat(affineCoefficients(size, options, strength), 1);
}

/**
 * Moves images by maps of {@linkcode affineMaps}, with bilinear interpolation; what
 * comes in from outside is 0.
 *
 * @param images float32 [batch, height, width, channels].
 * @returns float32 of the same shape.
 */
export function moved(images: tf.Tensor4D, maps: tf.Tensor2D): tf.Tensor4D {
  const [batch] = maps.shape;
  const projective = tf.zeros([batch, 2]); // Parallels stay parallel
  const transforms = tf.concat([maps, projective], 1) as tf.Tensor2D;
  return tf.image.transform(images, transforms, "bilinear");
}

/** The affine map and a smooth displacement on top of it. */
function bent(
  images: tf.Tensor4D,
  affine: AffineOptions,
  elastic: ElasticOptions,
  strength?: tf.Scalar,
): tf.Tensor4D {
  const [batch, height, width] = images.shape;
  const [a0, a1, a2, b0, b1, b2] = affineCoefficients(
    [batch, height, width],
    affine,
    strength,
  );
  const place = tf.range(0, height * width).expandDims(0); // [1, pixels]
  const row = place.div(width).floor();
  const column = place.sub(row.mul(width));
  const { x, y } = elasticDisplacement(batch, height, width, elastic);
  const from = (c0: tf.Tensor, c1: tf.Tensor, c2: tf.Tensor, by: tf.Tensor) =>
    column.mul(c0).add(row.mul(c1)).add(c2)
      .add(scaled(by, strength)) as tf.Tensor2D;
  return resample(images, from(a0, a1, a2, x), from(b0, b1, b2, y));
}

/** The columns of {@linkcode affineMaps}, each float32 [batch, 1]. */
function affineCoefficients(
  [batch, height, width]: readonly [number, number, number],
  { rotation = 0, shift = 0, scale = 0, shear = 0, aspect = 0 }: AffineOptions,
  strength?: tf.Scalar,
): tf.Tensor2D[] {
  const within = (limit: number) =>
    scaled(tf.randomUniform([batch, 1], -limit, limit), strength);
  const angle = within(rotation * Math.PI / 180);
  const size = within(scale).add(1);
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const [cosine, sine] = [angle.cos(), angle.sin()];
  const a0 = cosine.div(size);
  const a1 = sine.add(within(shear)).div(size);
  const vertical = aspect > 0 ? size.mul(within(aspect).exp()) : size;
  const b0 = sine.neg().div(vertical);
  const b1 = cosine.div(vertical);
  const x = within(shift).add(centreX);
  const y = within(shift).add(centreY);
  const a2 = tf.sub(centreX, a0.mul(x).add(a1.mul(y)));
  const b2 = tf.sub(centreY, b0.mul(x).add(b1.mul(y)));
  return [a0, a1, a2, b0, b1, b2] as tf.Tensor2D[];
}

function scaled(range: tf.Tensor, strength?: tf.Scalar): tf.Tensor {
  return strength ? range.mul(strength) : range;
}
