import { tf } from "../../tensorflow/mod.ts";

/**
 * Takes each pixel of the result from a place of its own, with bilinear
 * interpolation; outside the image everything is 0.
 *
 * @param images float32 [batch, height, width, 1].
 * @param x Column that each pixel comes from, float32 [batch, height · width].
 * @param y Row, of the same shape.
 * @returns float32 of the images' shape.
 */
export function resample(
  images: tf.Tensor4D,
  x: tf.Tensor2D,
  y: tf.Tensor2D,
): tf.Tensor4D {
  const [batch, height, width] = images.shape;
  // A border of zeros: every place lies between four pixels
  const padded = tf.pad4d(images, [[0, 0], [1, 1], [1, 1], [0, 0]]).flatten();
  const columns = width + 2;
  const firstOf = tf.range(0, batch, 1, "int32").expandDims(1)
    .mul(tf.scalar((height + 2) * columns, "int32")); // [batch, 1]
  const place = (value: tf.Tensor2D, size: number) => {
    const clamped = value.add(1).clipByValue(0, size + 1);
    const whole = clamped.floor().clipByValue(0, size);
    return { index: whole.toInt(), part: clamped.sub(whole) };
  };
  const [column, row] = [place(x, width), place(y, height)];
  const corner = row.index.mul(tf.scalar(columns, "int32")).add(column.index)
    .add(firstOf).toInt(); // [batch, height · width]
  const at = (offset: number) =>
    tf.gather(padded, corner.add(tf.scalar(offset, "int32")).toInt());
  const between = (left: tf.Tensor, right: tf.Tensor) =>
    left.add(right.sub(left).mul(column.part));
  const above = between(at(0), at(1));
  const below = between(at(columns), at(columns + 1));
  return above.add(below.sub(above).mul(row.part))
    .reshape(images.shape) as tf.Tensor4D;
}
