import { tf } from "../../tensorflow/mod.ts";

/**
 * Resamples images: each pixel of the result comes from its own source position,
 * with bilinear interpolation. Outside of an image everything is 0.
 *
 * @param images float32 [batch, height, width, 1].
 * @param x Each pixel's source column, float32 [batch, height · width].
 * @param y Each pixel's source row, of the same shape.
 * @returns float32 [batch, height, width, 1].
 */
export function resample(
  images: tf.Tensor4D,
  x: tf.Tensor2D,
  y: tf.Tensor2D,
): tf.Tensor4D {
  const [batch, height, width] = images.shape;
  // With a border of zeros, every position lies between four pixels
  const padded = tf.pad4d(images, [[0, 0], [1, 1], [1, 1], [0, 0]]).flatten();
  const columns = width + 2;
  const firstOf = tf.range(0, batch, 1, "int32").expandDims(1)
    .mul(tf.scalar((height + 2) * columns, "int32")); // [batch, 1]
  const split = (value: tf.Tensor2D, size: number) => {
    const clamped = value.add(1).clipByValue(0, size + 1);
    const whole = clamped.floor().clipByValue(0, size);
    return { index: whole.toInt(), fraction: clamped.sub(whole) };
  };
  const [column, row] = [split(x, width), split(y, height)];
  const corner = row.index.mul(tf.scalar(columns, "int32")).add(column.index)
    .add(firstOf).toInt(); // [batch, height · width]
  const at = (offset: number) =>
    tf.gather(padded, corner.add(tf.scalar(offset, "int32")).toInt());
  const between = (left: tf.Tensor, right: tf.Tensor) =>
    left.add(right.sub(left).mul(column.fraction));
  const above = between(at(0), at(1));
  const below = between(at(columns), at(columns + 1));
  return above.add(below.sub(above).mul(row.fraction))
    .reshape(images.shape) as tf.Tensor4D;
}
