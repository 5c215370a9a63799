import { tf } from "../../../tfjs.ts";

/** A metric that is a function of sums over all examples, and no mean over them. */
export interface EpochMetric {
  /** Of a batch; the shape doesn't depend on its size. */
  sums(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor;
  /** Of the sums over all batches, a scalar. */
  value(sums: tf.Tensor): tf.Tensor;
}

/** Above this a prediction says yes. */
const THRESHOLD = 0.5;

/** What Keras keeps divisors away from 0 by. */
const EPSILON = 1e-7;

/** Keras's thresholds of areas under curves, the outer two beyond 0 and 1. */
const THRESHOLDS = Array.from(
  { length: 200 },
  (_, i) => i === 0 ? -EPSILON : i === 199 ? 1 + EPSILON : i / 199,
);

/** The numbers of right yes, of yes, and of wanted yes, [3]. */
function counts(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
  const yes = prediction.greater(THRESHOLD).toFloat();
  const wanted = target.toFloat();
  return tf.stack([yes.mul(wanted).sum(), yes.sum(), wanted.sum()]);
}

/** Those above each threshold that should be, and that shouldn't, [2, thresholds]. */
function countsByThreshold(
  target: tf.Tensor,
  prediction: tf.Tensor,
): tf.Tensor {
  const above = prediction.reshape([-1, 1]).greater(tf.tensor1d(THRESHOLDS))
    .toFloat(); // [predictions, thresholds]
  const wanted = target.toFloat().reshape([1, -1]);
  const both = tf.concat([wanted, tf.sub(1, wanted)]); // [2, predictions]
  return tf.matMul(both as tf.Tensor2D, above as tf.Tensor2D);
}

/** The area under the curve of true over false positives. */
function areaUnder(counts: tf.Tensor): tf.Tensor {
  // All are above the first threshold
  const all = counts.slice([0, 0], [2, 1]);
  const shares = tf.divNoNan(counts, all);
  const last = THRESHOLDS.length - 1;
  const from = shares.slice([0, 0], [2, last]);
  const to = shares.slice([0, 1], [2, last]);
  const heights = tf.add(from, to).div(2).slice([0, 0], [1, last]);
  const widths = tf.sub(from, to).slice([1, 0], [1, last]);
  return tf.mul(heights, widths).sum();
}

/** Of each class, the numbers of right yes, of yes, and of wanted yes, [3, classes]. */
function countsByClass(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
  const largest = prediction.greaterEqual(prediction.max(-1, true));
  const yes = largest.logicalAnd(prediction.abs().greater(1e-9)).toFloat();
  const wanted = target.toFloat();
  return tf.stack([yes.mul(wanted).sum(0), yes.sum(0), wanted.sum(0)]);
}

/** Keras's metrics of sums over an epoch, with Keras's default options. */
export const epochMetrics: Readonly<Record<string, EpochMetric>> = {
  precision: {
    sums: counts,
    value(sums) {
      const [hits, yes] = tf.unstack(sums);
      return tf.divNoNan(hits, yes);
    },
  },
  recall: {
    sums: counts,
    value(sums) {
      const [hits, , wanted] = tf.unstack(sums);
      return tf.divNoNan(hits, wanted);
    },
  },
  auc: { sums: countsByThreshold, value: areaUnder },
  /** The mean over the classes, of which Keras reports each. */
  f1Score: {
    sums: countsByClass,
    value(sums) {
      const [hits, yes, wanted] = tf.unstack(sums); // [classes]
      const precision = hits.div(yes.add(EPSILON));
      const recall = hits.div(wanted.add(EPSILON));
      const both = precision.add(recall).add(EPSILON);
      return precision.mul(recall).mul(2).div(both).mean();
    },
  },
  rootMeanSquaredError: {
    sums: (target, prediction) =>
      tf.stack([
        prediction.sub(target).square().sum(),
        tf.scalar(prediction.size),
      ]),
    value(sums) {
      const [squares, count] = tf.unstack(sums);
      return squares.div(count).sqrt();
    },
  },
  r2Score: {
    sums(target, prediction) {
      const count = tf.onesLike(target).sum(0);
      const errors = target.sub(prediction).square().sum(0);
      return tf.stack([errors, target.square().sum(0), target.sum(0), count]);
    },
    value(sums) {
      const [errors, squares, sum, count] = tf.unstack(sums); // [outputs]
      const spread = squares.sub(sum.square().div(count));
      return tf.sub(1, errors.div(spread)).mean();
    },
  },
};
