import { tf } from "../../../tfjs.ts";
import type { Loss } from "./losses.ts";

/** Above this a prediction says yes. */
const THRESHOLD = 0.5;

/** The names that TensorFlow.js knows, and computes as Keras does. */
export const stockMetrics: ReadonlySet<string> = new Set([
  ...["accuracy", "acc", "crossentropy", "ce", "binaryAccuracy"],
  ...["categoricalAccuracy", "categoricalCrossentropy"],
  ...["sparseCategoricalCrossentropy", "mse", "MSE", "mae", "MAE", "mape"],
  ...["MAPE", "cosine"],
]);

/** The numbers of yes and no that were right or wrong. */
function count(target: tf.Tensor, prediction: tf.Tensor): {
  hits: tf.Tensor;
  predicted: tf.Tensor;
  wanted: tf.Tensor;
} {
  const yes = prediction.greater(THRESHOLD).toFloat();
  const right = target.toFloat();
  return {
    hits: yes.mul(right).sum(),
    predicted: yes.sum(),
    wanted: right.sum(),
  };
}

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
 * otherwise. Each is of a batch; TensorFlow.js takes the mean over batches.
 */
export const metrics: Readonly<Record<string, Loss>> = {
  topKCategoricalAccuracy: (target, prediction) =>
    inTop(target.argMax(-1), prediction),
  sparseTopKCategoricalAccuracy: (target, prediction) =>
    inTop(labels(target, prediction), prediction),
  cosineSimilarity: (target, prediction) =>
    tf.metrics.cosineProximity(target, prediction).neg(),
  rootMeanSquaredError: (target, prediction) =>
    prediction.sub(target).square().mean().sqrt(),
  r2Score: (target, prediction) => {
    const error = target.sub(prediction).square().sum(0);
    const spread = target.sub(target.mean(0)).square().sum(0);
    return tf.sub(1, error.div(spread)).mean();
  },
  // TensorFlow.js's counts predictions of exactly 1
  precision: (target, prediction) => {
    const { hits, predicted } = count(target, prediction);
    return tf.divNoNan(hits, predicted);
  },
  recall: (target, prediction) => {
    const { hits, wanted } = count(target, prediction);
    return tf.divNoNan(hits, wanted);
  },
};
