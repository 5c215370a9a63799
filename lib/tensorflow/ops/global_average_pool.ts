import { tf } from "../tfjs.ts";

/**
 * The mean of each channel over the image.
 *
 * The gradient is divided while it is small, then broadcast. TensorFlow.js's
 * own gradient of the mean multiplies a tensor of ones.
 *
 * @param x float32 [batch, height, width, channels].
 * @returns float32 [batch, channels].
 */
export function globalAveragePool(x: tf.Tensor4D): tf.Tensor2D {
  const [batch, height, width, channels] = x.shape;
  const withGradient = tf.customGrad((input) => ({
    value: tf.mean(input as tf.Tensor, [1, 2]),
    gradFunc: (dy) =>
      (dy as tf.Tensor).div(height * width)
        .reshape([batch, 1, 1, channels])
        .broadcastTo(x.shape),
  }));
  return withGradient(x) as tf.Tensor2D;
}
