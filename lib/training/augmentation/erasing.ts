import { tf } from "../../tensorflow/mod.ts";

/** Which part of an image is blanked, and how often. */
export interface ErasingOptions {
  /** Part of the images that lose a rectangle. */
  readonly probability: number;
  /** Least and most of the image's area. Default 0.02 and 0.2. */
  readonly smallest?: number;
  readonly largest?: number;
}

/** The rectangle's height is from 0.3 to 1 / 0.3 of its width. */
const ASPECT = 0.3;

/**
 * Blanks a rectangle of some images (random erasing, Zhong et al. 2020, filled
 * with 0, which is the digits' ground): its area and place are drawn uniformly,
 * its aspect ratio evenly over the logarithms, each image's on its own.
 *
 * @param images float32 [batch, height, width, channels].
 * @param strength What the probability is multiplied by. Default 1.
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
  /** Which of the places along an axis are within, bool [batch, size]. */
  const within = (size: number, length: tf.Tensor) => {
    const start = uniform(0, 1).mul(tf.sub(size, length).relu());
    const centres = tf.range(0, size).add(0.5).expandDims(0);
    return centres.greater(start).logicalAnd(
      centres.less(start.add(length)),
    );
  };
  const rows = within(height, area.mul(aspect).sqrt()).expandDims(2);
  const columns = within(width, area.div(aspect).sqrt()).expandDims(1);
  const chosen = uniform(0, 1)
    .less(strength?.mul(probability) ?? probability).expandDims(2);
  const kept = rows.logicalAnd(columns).logicalAnd(chosen).logicalNot();
  return images.mul(kept.expandDims(3).cast("float32")); // [batch, h, w, 1]
}
