/** Test-time augmentation: the network sees each image in several variations. @module */
import { tf } from "../tensorflow/mod.ts";

/** One variation of an image; by default, the image itself. */
export interface View {
  /** Degrees, counterclockwise. */
  readonly rotation?: number;
  /** Pixels to the right. */
  readonly right?: number;
  /** Pixels down. */
  readonly down?: number;
  /** Factor of its size. */
  readonly scale?: number;
}

/** The image itself and eight small variations, all within the range of training. */
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
 * Varies images, with bilinear interpolation; beyond their edges everything is 0.
 *
 * @param images float32 [batch, height, width, channels].
 * @returns float32 of the same shape.
 */
export function applyView(images: tf.Tensor4D, view: View): tf.Tensor4D {
  const { rotation = 0, right = 0, down = 0, scale = 1 } = view;
  if (Object.keys(view).length === 0) return images;
  const [, height, width] = images.shape;
  const angle = rotation * Math.PI / 180;
  const [cosine, sine] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const [x, y] = [centreX + right, centreY + down];
  // From each pixel of the result to its source, around the centre
  const transform = [
    ...[cosine, -sine, centreX - (cosine * x - sine * y)],
    ...[sine, cosine, centreY - (sine * x + cosine * y)],
    ...[0, 0],
  ];
  return tf.image.transform(images, tf.tensor2d([transform]), "bilinear");
}

/**
 * The logarithm of the views' mean probabilities.
 *
 * @param logProbabilities One tensor for each view, float32 [batch, classes].
 * @returns float32 [batch, classes].
 */
export function averageViews(
  logProbabilities: readonly tf.Tensor2D[],
): tf.Tensor2D {
  if (logProbabilities.length === 1) return logProbabilities[0];
  const sum = tf.logSumExp(tf.stack([...logProbabilities]), 0);
  return sum.sub(Math.log(logProbabilities.length)) as tf.Tensor2D;
}
