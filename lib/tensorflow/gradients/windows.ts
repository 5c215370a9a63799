/**
 * Second derivatives of operations over windows that TensorFlow has no kernels for:
 * local response normalization and dilation.
 *
 * @module
 */
import { tf } from "../tfjs.ts";
import { type Attributes, noGradient, setGradient } from "./gradient.ts";

/** Gradients of gradients. */
export function registerWindowGradients(): void {
  setGradient(
    "LRNGrad",
    { inputs: ["x", "y", "dy"] },
    (ddx, [x, y, dy], attributes) => ({
      x: () => responseGradients(x, dy, ddx, attributes).x,
      // It is a function of x
      y: noGradient(y),
      dy: () => responseGradients(x, dy, ddx, attributes).dy,
    }),
  );
  for (const target of ["Input", "Filter"] as const) {
    setGradient(
      `Dilation2DBackprop${target}`,
      { inputs: ["x", "filter"] },
      (dd, [x, filter], attributes) => ({
        x: noGradient(x),
        filter: noGradient(filter),
        dy: () =>
          atMaxima(
            target,
            x as tf.Tensor4D,
            filter as tf.Tensor3D,
            dd,
            attributes,
          ),
      }),
    );
  }
}

/**
 * The gradients of u · g, where g = dy · n^-β − 2αβ x · S(dy · x · n^(-β-1)) is what
 * LRNGrad computes, n = bias + α S(x²), and S adds up neighbouring channels.
 */
function responseGradients(
  x: tf.Tensor,
  dy: tf.Tensor,
  u: tf.Tensor,
  attributes: Attributes,
): { readonly x: tf.Tensor; readonly dy: tf.Tensor } {
  const { depthRadius, bias, alpha, beta } = attributes as Record<
    string,
    number
  >;
  const channels = x.shape.at(-1)!;
  const radius = Math.min(depthRadius, channels);
  const ones = tf.ones([channels, channels]);
  const near = tf.linalg.bandPart(ones, radius, radius) as tf.Tensor2D;
  const sum = (each: tf.Tensor) =>
    tf.reshape(tf.matMul(tf.reshape(each, [-1, channels]), near), each.shape);
  const norm = tf.add(tf.mul(sum(tf.square(x)), alpha), bias);
  const power = (less: number) => tf.pow(norm, -beta - less);
  const scaled = tf.mul(dy, power(1));
  const sums = sum(tf.mul(u, x));
  const spread = tf.mul(tf.mul(tf.mul(sums, dy), x), power(2));
  const inner = tf.sub(
    sum(tf.mul(u, scaled)),
    tf.mul(sum(spread), 2 * alpha * (beta + 1)),
  );
  const parts = tf.addN([
    tf.mul(x, inner),
    tf.mul(u, sum(tf.mul(scaled, x))),
    tf.mul(sums, scaled),
  ]);
  const factor = 2 * alpha * beta;
  const others = tf.mul(tf.mul(tf.mul(x, power(1)), sums), factor);
  return {
    x: tf.mul(parts, -factor),
    dy: tf.sub(tf.mul(u, power(0)), others),
  };
}

/**
 * The values of an image, or of a filter, at the places where a dilation finds its
 * maxima: the first of equal ones, as TensorFlow does.
 */
function atMaxima(
  target: "Input" | "Filter",
  x: tf.Tensor4D,
  filter: tf.Tensor3D,
  values: tf.Tensor,
  { strides, pad, dilations }: Attributes,
): tf.Tensor {
  const info = tf.backend_util.computeDilation2DInfo(
    x.shape,
    filter.shape,
    strides as number,
    pad as "same",
    "NHWC",
    dilations as number,
  );
  const { padInfo: { top, bottom, left, right }, outHeight, outWidth } = info;
  const padded = (image: tf.Tensor, value: number) =>
    tf.pad(image, [[0, 0], [top, bottom], [left, right], [0, 0]], value);
  const images = padded(x, -Infinity);
  const picked = target === "Input" ? padded(values, 0) : values;
  let [most, found] = [
    tf.fill(info.outShape, -Infinity),
    tf.zeros(info.outShape),
  ];
  for (let row = 0; row < info.filterHeight; row++) {
    for (let column = 0; column < info.filterWidth; column++) {
      const [y, x] = [row * info.dilationHeight, column * info.dilationWidth];
      const window = (image: tf.Tensor) =>
        tf.stridedSlice(image, [0, y, x, 0], [
          info.batchSize,
          y + (outHeight - 1) * info.strideHeight + 1,
          x + (outWidth - 1) * info.strideWidth + 1,
          info.inChannels,
        ], [1, info.strideHeight, info.strideWidth, 1]);
      const weight = (filter: tf.Tensor) =>
        tf.slice(filter, [row, column, 0], [1, 1, info.inChannels]);
      const sums = tf.add(window(images), weight(filter));
      const isMore = tf.greater(sums, most);
      const here = target === "Input"
        ? window(picked)
        : tf.broadcastTo(weight(picked), info.outShape);
      most = tf.where(isMore, sums, most);
      found = tf.where(isMore, here, found);
    }
  }
  return found;
}
