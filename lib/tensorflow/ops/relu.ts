import { tensorFlowBackend } from "../backend/active.ts";
import { tf } from "../tfjs.ts";
import { reluGrad } from "./raw_operations.ts";

/**
 * max(x, 0), of any shape.
 *
 * TensorFlow.js's gradient is `dy * step(x)` with the mask kept as a tensor;
 * here it is one kernel, from the output.
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
