import { tf } from "../../tensorflow/mod.ts";

/** How often, and how much of an image, random erasing blanks. */
export interface ErasingOptions {
  /** Share of the images that lose a rectangle. */
  readonly probability: number;
  /** The rectangle's smallest area, as a share of the image's. Default 0.02. */
  readonly smallest?: number;
  /** The rectangle's largest area, as a share of the image's. Default 0.2. */
  readonly largest?: number;
}

/** The rectangle's height is between 0.3 and 1 / 0.3 times its width. */
const ASPECT = 0.3;

/**
 * Blanks a rectangle of some images (random erasing, Zhong et al. 2020), filling it
 * with 0, the background. Each rectangle's area, position and the logarithm of its
 * aspect ratio are drawn uniformly.
 *
 * @param images float32 [batch, height, width, channels].
 * @param strength Scales the probability. Default 1.
 * @returns float32 of the same shape.
 */
export function randomErasing(
  images: tf.Tensor4D,
  { probability, smallest = 0.02, largest = 0.2 }: ErasingOptions,
  strength?: tf.Scalar,
): tf.Tensor4D {
  const [batch, height, width] = images.shape;
  const uniform = (low: number, high: number) =>
    tf.randomUniform([batch, 1], low, high);
  const area = uniform(smallest, largest).mul(height * width);
  const aspect = uniform(Math.log(ASPECT), -Math.log(ASPECT)).exp();
  /** Which pixels along an axis the rectangle covers, bool [batch, size]. */
  const covered = (size: number, length: tf.Tensor) => {
    const start = uniform(0, 1).mul(tf.sub(size, length).relu());
    const centres = tf.range(0, size).add(0.5).expandDims(0);
    return centres.greater(start).logicalAnd(
      centres.less(start.add(length)),
    );
  };
  const rows = covered(height, area.mul(aspect).sqrt()).expandDims(2);
  const columns = covered(width, area.div(aspect).sqrt()).expandDims(1);
  const chosen = uniform(0, 1)
    .less(strength?.mul(probability) ?? probability).expandDims(2);
  const kept = rows.logicalAnd(columns).logicalAnd(chosen).logicalNot(); // [batch, height, width]
  return images.mul(kept.expandDims(3).cast("float32"));
}
