import { tf } from "../tfjs.ts";
import { biasAddGrad } from "./raw_operations.ts";

/**
 * Normalizes each row by its own mean and (biased) variance:
 * y = gamma·(x − mean)/√(variance + epsilon) + beta (Ba, Kiros and Hinton 2016,
 * equation 4). It has no second derivative.
 *
 * @param x float32 [rows, size].
 * @param gamma The scale, float32 [size].
 * @param beta The offset, float32 [size].
 * @param epsilon Added to the variance before the division.
 */
export function layerNorm(
  x: tf.Tensor2D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
): tf.Tensor2D {
  const withGradient = tf.customGrad((...args) => {
    const [input, scale, offset, save] = args as [
      tf.Tensor2D,
      tf.Tensor1D,
      tf.Tensor1D,
      tf.GradSaveFunc,
    ];
    const centred = input.sub(meanOfRows(input));
    const inverse = tf.rsqrt(meanOfRows(centred.square()).add(epsilon));
    const normalized = centred.mul(inverse); // [rows, size]
    save([normalized, inverse, scale]);
    return {
      value: normalized.mul(scale).add(offset),
      gradFunc: (dy, [normalized, inverse, scale]) =>
        gradient(dy as tf.Tensor, normalized, inverse, scale),
    };
  });
  return withGradient(x, gamma, beta) as tf.Tensor2D;
}

/** ∂loss/∂x, ∂loss/∂gamma and ∂loss/∂beta. */
function gradient(
  dy: tf.Tensor,
  normalized: tf.Tensor,
  inverse: tf.Tensor,
  scale: tf.Tensor,
): tf.Tensor[] {
  const d = dy.mul(scale); // By the normalized rows
  const along = meanOfRows(d.mul(normalized));
  const dx = d.sub(meanOfRows(d)).sub(normalized.mul(along)).mul(inverse);
  return [dx, biasAddGrad(dy.mul(normalized)), biasAddGrad(dy)];
}

/** [rows, size] → [rows, 1] */
function meanOfRows(x: tf.Tensor): tf.Tensor {
  return x.mean(1, true);
}
