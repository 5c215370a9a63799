import { tf } from "../../tensorflow/mod.ts";

/** Ranges of random affine maps, each symmetric around no change. */
export interface AffineOptions {
  /** At most so many degrees, clockwise or counterclockwise. */
  readonly rotation?: number;
  /** At most so many pixels, left or right and up or down. */
  readonly shift?: number;
  /** Relative change of size: 0.1 means 90 % to 110 %. */
  readonly scale?: number;
  /** At most so many pixels to either side for each pixel of height. */
  readonly shear?: number;
  /** Relative change of height alone: 0.1 means about 90 % to 110 %. */
  readonly aspect?: number;
}

/**
 * Applies a random affine map to each image: rotation, shift, scale, shear and
 * aspect, each drawn uniformly.
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
  const size = [batch, height, width] as const;
  return applyAffine(images, drawAffineMaps(size, options, strength));
}

/**
 * Draws a random affine map for each image of a batch.
 *
 * @param size Batch, height and width.
 * @returns float32 [batch, 6]: a0, a1, a2, b0, b1, b2. The pixel at column x' and row
 * y' of the result comes from column a0·x' + a1·y' + a2 and row b0·x' + b1·y' + b2.
 */
export function drawAffineMaps(
  size: readonly [number, number, number],
  options: AffineOptions,
  strength?: tf.Scalar,
): tf.Tensor2D {
  return tf.concat(affineCoefficients(size, options, strength), 1);
}

/**
 * Applies affine maps to images, with bilinear interpolation; beyond their edges
 * everything is 0.
 *
 * @param maps From {@linkcode drawAffineMaps}, float32 [batch, 6].
 * @param images float32 [batch, height, width, channels].
 * @returns float32 of the same shape.
 */
export function applyAffine(
  images: tf.Tensor4D,
  maps: tf.Tensor2D,
): tf.Tensor4D {
  const [batch] = maps.shape;
  const projective = tf.zeros([batch, 2]); // None: parallels stay parallel
  const transforms = tf.concat([maps, projective], 1) as tf.Tensor2D; // [batch, 8]
  return tf.image.transform(images, transforms, "bilinear");
}

/** The columns of {@linkcode drawAffineMaps}, each float32 [batch, 1]. */
export function affineCoefficients(
  [batch, height, width]: readonly [number, number, number],
  options: AffineOptions,
  strength?: tf.Scalar,
): tf.Tensor2D[] {
  const { rotation = 0, shift = 0, shear = 0, aspect = 0 } = options;
  const draw = (limit: number) =>
    scale(tf.randomUniform([batch, 1], -limit, limit), strength); // [batch, 1]
  const angle = draw(rotation * Math.PI / 180);
  const size = draw(options.scale ?? 0).add(1);
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const [cosine, sine] = [angle.cos(), angle.sin()];
  const a0 = cosine.div(size);
  const a1 = sine.add(draw(shear)).div(size);
  const vertical = aspect > 0 ? size.mul(draw(aspect).exp()) : size;
  const b0 = sine.neg().div(vertical);
  const b1 = cosine.div(vertical);
  const x = draw(shift).add(centreX);
  const y = draw(shift).add(centreY);
  const a2 = tf.sub(centreX, a0.mul(x).add(a1.mul(y)));
  const b2 = tf.sub(centreY, b0.mul(x).add(b1.mul(y)));
  return [a0, a1, a2, b0, b1, b2] as tf.Tensor2D[];
}

/** A random amount, made smaller by the strength. */
export function scale(amount: tf.Tensor, strength?: tf.Scalar): tf.Tensor {
  return strength ? amount.mul(strength) : amount;
}
