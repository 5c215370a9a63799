import { type Rotation, rotationSources } from "../ops/rotation_sources.ts";
import { tf } from "../tfjs.ts";
import {
  type Attributes,
  noGradient,
  runKernel,
  setGradient,
} from "./gradient.ts";

/** Gradients of images that are rotated, or moved by projective transforms. */
export function registerTransformGradients(): void {
  setGradient(
    "RotateWithOffset",
    { inputs: ["image"] },
    (dy, [image], attributes) => ({
      image: () => rotationGradient(dy, image, attributes),
    }),
  );
  // By the transforms there is none, as in TensorFlow, unless nothing is weighed
  setGradient(
    "Transform",
    { inputs: ["image", "transforms"] },
    (dy, [image, transforms], attributes) => ({
      image: () => transformGradient(dy, image, transforms, attributes),
      ...(attributes.interpolation === "nearest"
        ? { transforms: noGradient(transforms) }
        : {}),
    }),
  );
}

/** Adds the gradients up at the pixels that were picked. */
function rotationGradient(
  dy: tf.Tensor,
  image: tf.Tensor,
  attributes: Attributes,
): tf.Tensor {
  const [batch, height, width, channels] = image.shape;
  if (image.size === 0) return tf.zeros(image.shape);
  const { places, inside } = rotationSources(
    attributes as unknown as Rotation,
    height!,
    width!,
  );
  // [pixels, batch, channels]
  const rows = tf.transpose(
    tf.reshape(dy, [batch, height! * width!, channels]),
    [1, 0, 2],
  );
  const weights = tf.tensor(Float32Array.from(inside), [inside.length, 1, 1]);
  const sums = tf.unsortedSegmentSum(
    tf.mul(rows, weights),
    tf.tensor1d(places, "int32"),
    height! * width!,
  );
  return tf.reshape(tf.transpose(sums, [1, 0, 2]), image.shape);
}

/** The position in the image that a pixel of the result shows. */
interface Source {
  /** [batch, height, width, 1], in pixels. */
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
}

/** Adds the gradients up at the pixels that were weighed. */
function transformGradient(
  dy: tf.Tensor,
  image: tf.Tensor,
  transforms: tf.Tensor,
  attributes: Attributes,
): tf.Tensor {
  const [batch, height, width, channels] = image.shape as number[];
  if (image.size === 0 || dy.size === 0) return tf.zeros(image.shape);
  const isNearest = attributes.interpolation === "nearest";
  const source = isNearest || attributes.fillMode !== "constant"
    ? sourceByRamps(image, transforms, dy, attributes)
    : sourceByFormula(transforms, dy);
  const starts = tf.reshape(
    tf.mul(tf.range(0, batch, 1, "int32"), tf.scalar(height * width, "int32")),
    [batch, 1, 1, 1],
  );
  const sums = cornersOf(source, isNearest).map(({ x, y, weight }) => {
    const inside = [
      tf.greaterEqual(x, 0),
      tf.less(x, width),
      tf.greaterEqual(y, 0),
      tf.less(y, height),
    ].reduce((all, one) => tf.logicalAnd(all, one));
    const column = tf.cast(tf.clipByValue(x, 0, width - 1), "int32");
    const row = tf.cast(tf.clipByValue(y, 0, height - 1), "int32");
    const inImage = tf.add(tf.mul(row, tf.scalar(width, "int32")), column);
    const share = tf.where(inside, weight, tf.zerosLike(weight));
    return tf.unsortedSegmentSum(
      tf.reshape(tf.mul(dy, share), [-1, channels]),
      tf.reshape(tf.add(inImage, starts), [-1]) as tf.Tensor1D,
      batch * height * width,
    );
  });
  return tf.reshape(tf.addN(sums), image.shape);
}

/** The pixels around a position, and how much each counts. */
function cornersOf(
  { x, y }: Source,
  isNearest: boolean,
): (Source & { readonly weight: tf.Tensor })[] {
  if (isNearest) return [{ x, y, weight: tf.onesLike(x) }];
  const [left, top] = [tf.floor(x), tf.floor(y)];
  const [right, below] = [tf.sub(x, left), tf.sub(y, top)];
  return [0, 1].flatMap((i) =>
    [0, 1].map((j) => ({
      x: tf.add(left, i),
      y: tf.add(top, j),
      weight: tf.mul(
        i === 1 ? right : tf.sub(1, right),
        j === 1 ? below : tf.sub(1, below),
      ),
    }))
  );
}

/**
 * The positions, told by an image that holds each pixel's own position; -1 outside
 * of it. Interpolation doesn't change them, for they rise evenly.
 */
function sourceByRamps(
  image: tf.Tensor,
  transforms: tf.Tensor,
  dy: tf.Tensor,
  attributes: Attributes,
): Source {
  const [batch, height, width] = image.shape as number[];
  const ramp = (size: number, shape: number[]) =>
    tf.broadcastTo(
      tf.reshape(tf.range(0, size), shape),
      [batch, height, width, 1],
    );
  const ramps = tf.concat([
    ramp(width, [1, 1, width, 1]),
    ramp(height, [1, height, 1, 1]),
  ], 3);
  const moved = runKernel("Transform", { image: ramps, transforms }, {
    ...attributes,
    fillValue: -1,
    outputShape: dy.shape.slice(1, 3),
  });
  const [x, y] = tf.split(moved, 2, 3);
  return { x, y };
}

/** The positions, where nothing is done to those outside of the image. */
function sourceByFormula(transforms: tf.Tensor, dy: tf.Tensor): Source {
  const [, height, width] = dy.shape as number[];
  const [a0, a1, a2, b0, b1, b2, c0, c1] = tf
    .split(tf.reshape(transforms, [-1, 1, 1, 8]), 8, 3);
  const column = tf.reshape(tf.range(0, width), [1, 1, width, 1]);
  const row = tf.reshape(tf.range(0, height), [1, height, 1, 1]);
  const at = (u: tf.Tensor, v: tf.Tensor, w: tf.Tensor | number) =>
    tf.add(tf.add(tf.mul(u, column), tf.mul(v, row)), w);
  const scale = at(c0, c1, 1);
  // Where the projection has no position, it shows what fills the image
  const isAway = tf.equal(scale, 0);
  const project = (position: tf.Tensor) =>
    tf.where(isAway, -2, tf.divNoNan(position, scale));
  const full = [dy.shape[0]!, height, width, 1];
  return {
    x: tf.broadcastTo(project(at(a0, a1, a2)), full),
    y: tf.broadcastTo(project(at(b0, b1, b2)), full),
  };
}
