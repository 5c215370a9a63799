import { tf } from "../tensorflow/mod.ts";

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
}

/**
 * Turns, moves, scales and shears each image by amounts of its own, drawn
 * uniformly, with bilinear interpolation; what comes in from outside is 0.
 *
 * @param images float32 [batch, height, width, channels].
 * @returns float32 of the same shape.
 */
export function randomAffine(
  images: tf.Tensor4D,
  { rotation = 0, shift = 0, scale = 0, shear = 0 }: AffineOptions,
): tf.Tensor4D {
  const [batch, height, width] = images.shape;
  const within = (limit: number) =>
    tf.randomUniform([batch, 1], -limit, limit) as tf.Tensor2D;
  const angle = within(rotation * Math.PI / 180);
  const size = within(scale).add(1);
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  // The kernel asks where in the image each pixel of the result comes from:
  // x = a0·x' + a1·y' + a2 and y = b0·x' + b1·y' + b2
  const a0 = angle.cos().div(size);
  const a1 = angle.sin().add(within(shear)).div(size);
  const b0 = angle.sin().neg().div(size);
  const b1 = a0;
  const x = within(shift).add(centreX);
  const y = within(shift).add(centreY);
  const a2 = tf.sub(centreX, a0.mul(x).add(a1.mul(y)));
  const b2 = tf.sub(centreY, b0.mul(x).add(b1.mul(y)));
  const zero = tf.zerosLike(a0);
  const transforms = tf.concat([a0, a1, a2, b0, b1, b2, zero, zero], 1);
  return tf.image.transform(images, transforms as tf.Tensor2D, "bilinear");
}
