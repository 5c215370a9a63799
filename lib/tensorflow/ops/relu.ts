import { tensorFlowBackend } from "../backend/active.ts";
import { tf } from "../tfjs.ts";
import { reluGrad } from "./raw_operations.ts";

/**
 * max(x, 0), for any shape.
 *
 * Its gradient is one operation on the output. TensorFlow.js's own is
 * `dy * step(x)` and keeps the mask as a tensor.
 */
export function relu<T extends tf.Tensor>(x: T): T {
  if (!tensorFlowBackend()) return tf.relu(x);
  const withGradient = tf.customGrad((input, save) => {
    const y = tf.relu(input as tf.Tensor);
    (save as tf.GradSaveFunc)([y]);
    return {
      value: y,
      gradFunc: (dy, [saved]) => reluGrad(dy as tf.Tensor, saved),
    };
  });
  return withGradient(x) as T;
}
