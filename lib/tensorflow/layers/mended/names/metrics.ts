import { tf } from "../../../tfjs.ts";
import type { Loss } from "./losses.ts";

/** The names that TensorFlow.js knows, and computes as Keras does. */
export const stockMetrics: ReadonlySet<string> = new Set([
  ...["accuracy", "acc", "crossentropy", "ce", "binaryAccuracy"],
  ...["categoricalAccuracy", "categoricalCrossentropy"],
  ...["sparseCategoricalCrossentropy", "mse", "MSE", "mae", "MAE", "mape"],
  ...["MAPE", "cosine"],
]);

/** Whether the class is among the `k` that a prediction ranks first. */
function inTop(classes: tf.Tensor, prediction: tf.Tensor, k = 5): tf.Tensor {
  const size = prediction.shape.at(-1)!;
  const own = prediction.mul(tf.oneHot(classes.toInt(), size)).sum(-1, true);
  return prediction.greater(own).toFloat().sum(-1).less(k).toFloat();
}

/** The number of the class, [batch], of targets [batch] or [batch, 1]. */
function labels(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
  return target.rank === prediction.rank ? target.squeeze([-1]) : target;
}

/**
 * Keras's metrics that TensorFlow.js lacks, has under no name, or computes
 * otherwise, and that are means over examples.
 */
export const metrics: Readonly<Record<string, Loss>> = {
  topKCategoricalAccuracy: (target, prediction) =>
    inTop(target.argMax(-1), prediction),
  sparseTopKCategoricalAccuracy: (target, prediction) =>
    inTop(labels(target, prediction), prediction),
  cosineSimilarity: (target, prediction) =>
    tf.metrics.cosineProximity(target, prediction).neg(),
};
