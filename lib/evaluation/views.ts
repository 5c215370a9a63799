/** Test-time augmentation: an image is looked at in several ways. @module */
import { tf } from "../tensorflow/mod.ts";

/** How an image is changed before the network sees it; nothing by default. */
export interface View {
  /** Degrees, counterclockwise. */
  readonly rotation?: number;
  /** Pixels to the right. */
  readonly right?: number;
  /** Pixels down. */
  readonly down?: number;
  /** Times its size. */
  readonly scale?: number;
}

/** The image itself, and eight small changes within those of training. */
export const NINE_VIEWS: readonly View[] = [
  {},
  { right: 1 },
  { right: -1 },
  { down: 1 },
  { down: -1 },
  { rotation: 5 },
  { rotation: -5 },
  { scale: 1.05 },
  { scale: 1 / 1.05 },
];

/**
 * Images as a view has them, with bilinear interpolation; what comes in from
 * outside is 0.
 *
 * @param images float32 [batch, height, width, channels].
 * @returns float32 of the same shape.
 */
export function viewed(images: tf.Tensor4D, view: View): tf.Tensor4D {
  const { rotation = 0, right = 0, down = 0, scale = 1 } = view;
  if (Object.keys(view).length === 0) return images;
  const [, height, width] = images.shape;
  const angle = rotation * Math.PI / 180;
  const [cosine, sine] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const [x, y] = [centreX + right, centreY + down];
  // Where each pixel of the result comes from, about the centre
  const transform = [
    ...[cosine, -sine, centreX - (cosine * x - sine * y)],
    ...[sine, cosine, centreY - (sine * x + cosine * y)],
    ...[0, 0],
  ];
  return tf.image.transform(images, tf.tensor2d([transform]), "bilinear");
}

/**
 * The logarithm of the mean of probabilities.
 *
 * @param logProbabilities of each view, float32 [batch, classes].
 */
export function meanOfViews(
  logProbabilities: readonly tf.Tensor2D[],
): tf.Tensor2D {
  if (logProbabilities.length === 1) return logProbabilities[0];
  const sum = tf.logSumExp(tf.stack([...logProbabilities]), 0);
  return sum.sub(Math.log(logProbabilities.length)) as tf.Tensor2D;
}
