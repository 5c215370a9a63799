import { tf } from "../../tensorflow/mod.ts";
import {
  affineCoefficients,
  type AffineOptions,
  randomAffine,
  scale,
} from "./affine.ts";
import { elasticDisplacement, type ElasticOptions } from "./elastic.ts";
import { type ErasingOptions, randomErasing } from "./erasing.ts";
import { resample } from "./resample.ts";

/** All random changes to training images. */
export interface AugmentationOptions extends AffineOptions {
  readonly elastic?: ElasticOptions;
  readonly erasing?: ErasingOptions;
  /**
   * Final part of the run over which the augmentation fades linearly to nothing, so
   * that the last steps see images like those of the test set (He et al. 2019, "Data
   * augmentation revisited", end without augmentation). From 0, the default, to 1.
   */
  readonly fade?: number;
}

/**
 * The augmentation's strength at each step of a run, from 1 to 0; undefined if it
 * does not fade.
 *
 * @param steps Number of steps in the whole run; they are counted from 0.
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
 * Augments each image at random: an affine map, an elastic distortion, and a
 * rectangle erased. The first two share one interpolation.
 *
 * @param images float32 [batch, height, width, 1] with a background of 0.
 * @param strength Scales all ranges and the probability of erasing. Default 1.
 * @returns float32 of the same shape.
 */
export function augment(
  images: tf.Tensor4D,
  { elastic, erasing, ...affine }: AugmentationOptions,
  strength?: tf.Scalar,
): tf.Tensor4D {
  const warped = elastic
    ? warp(images, affine, elastic, strength)
    : randomAffine(images, affine, strength);
  return erasing ? randomErasing(warped, erasing, strength) : warped;
}

/** Applies a random affine map plus a smooth random displacement to each image. */
function warp(
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
  const pixel = tf.range(0, height * width).expandDims(0); // [1, pixels]
  const row = pixel.div(width).floor();
  const column = pixel.sub(row.mul(width));
  const { x, y } = elasticDisplacement(batch, height, width, elastic);
  const source = (c0: tf.Tensor, c1: tf.Tensor, c2: tf.Tensor, by: tf.Tensor) =>
    column.mul(c0).add(row.mul(c1)).add(c2)
      .add(scale(by, strength)) as tf.Tensor2D; // [batch, pixels]
  return resample(images, source(a0, a1, a2, x), source(b0, b1, b2, y));
}
