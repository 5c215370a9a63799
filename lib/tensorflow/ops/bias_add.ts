import { tensorFlowBackend } from "../backend/active.ts";
import { tf } from "../tfjs.ts";
import * as operations from "./raw_operations.ts";

/**
 * Adds a bias over the last axis.
 *
 * @param x float32 [..., channels], rank 2 or more.
 * @param bias float32 [channels].
 */
export function biasAdd<T extends tf.Tensor>(x: T, bias: tf.Tensor1D): T {
  if (!tensorFlowBackend()) return tf.add(x, bias);
  const withGradient = tf.customGrad((input, b) => ({
    value: operations.biasAdd(input as tf.Tensor, b as tf.Tensor),
    gradFunc: (dy) => [
      dy as tf.Tensor,
      operations.biasAddGrad(dy as tf.Tensor),
    ],
  }));
  return withGradient(x, bias) as T;
}
