import { tensorFlowBackend } from "../backend/active.ts";
import { tf } from "../tfjs.ts";
import * as operations from "./raw_operations.ts";

/**
 * The cross-entropy of each example: −log softmax(logits)[label].
 *
 * @param logits float32 [batch, classes]; log-probabilities work too.
 * @param labels int32 [batch], each from 0 to classes − 1.
 * @returns float32 [batch].
 */
export function sparseCrossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
): tf.Tensor1D {
  if (!tensorFlowBackend()) {
    const classes = logits.shape[1];
    return tf.tidy(() =>
      tf.logSoftmax(logits)
        .mul(tf.oneHot(labels, classes))
        .sum(1).neg() as tf.Tensor1D
    );
  }
  const withGradient = tf.customGrad((input, save) => {
    const [loss, gradient] = operations.sparseCrossEntropy(
      input as tf.Tensor,
      labels,
    );
    (save as tf.GradSaveFunc)([gradient]);
    return {
      value: loss,
      gradFunc: (dy, [gradient]) =>
        (dy as tf.Tensor).expandDims(1).mul(gradient),
    };
  });
  return withGradient(logits) as tf.Tensor1D;
}
