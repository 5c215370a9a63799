import { tf } from "../../../tfjs.ts";

/** The loss of each example, or of the batch. */
export type Loss = (target: tf.Tensor, prediction: tf.Tensor) => tf.Tensor;

/** What Keras keeps probabilities away from 0 and 1 by. */
const EPSILON = 1e-7;

/** Keras's other names of TensorFlow.js's losses. */
export const lossAliases: Readonly<Record<string, string>> = {
  mse: "meanSquaredError",
  mae: "meanAbsoluteError",
  mape: "meanAbsolutePercentageError",
  msle: "meanSquaredLogarithmicError",
  bce: "binaryCrossentropy",
  kld: "kullbackLeiblerDivergence",
  klDivergence: "kullbackLeiblerDivergence",
  logCosh: "logcosh",
  logCoshError: "logcosh",
  cosineSimilarity: "cosineProximity",
};

/** The losses that TensorFlow.js has. */
export const stockLosses: ReadonlySet<string> = new Set([
  ...["meanSquaredError", "meanAbsoluteError", "meanAbsolutePercentageError"],
  ...["meanSquaredLogarithmicError", "squaredHinge", "hinge"],
  ...["categoricalHinge", "logcosh", "categoricalCrossentropy"],
  ...["sparseCategoricalCrossentropy", "binaryCrossentropy"],
  ...["kullbackLeiblerDivergence", "poisson", "cosineProximity"],
]);

/** Keras's losses that TensorFlow.js lacks, with Keras's default options. */
export const losses: Readonly<Record<string, Loss>> = {
  huber(target, prediction) {
    const error = prediction.sub(target).abs();
    return tf.where(error.lessEqual(1), error.square().div(2), error.sub(0.5))
      .mean(-1);
  },
  // Lin et al. 2017
  binaryFocalCrossentropy(target, prediction) {
    const right = target.mul(prediction)
      .add(tf.sub(1, target).mul(tf.sub(1, prediction)));
    const clipped = prediction.clipByValue(EPSILON, 1 - EPSILON);
    const crossEntropy = target.mul(clipped.log())
      .add(tf.sub(1, target).mul(tf.sub(1, clipped).log())).neg();
    return tf.sub(1, right).square().mul(crossEntropy).mean(-1);
  },
  categoricalFocalCrossentropy(target, prediction) {
    const scaled = prediction.div(prediction.sum(-1, true))
      .clipByValue(EPSILON, 1 - EPSILON);
    return tf.sub(1, scaled).square().mul(0.25)
      .mul(target.mul(scaled.log()).neg()).sum(-1);
  },
  dice(target, prediction) {
    const common = target.mul(prediction).sum().mul(2);
    const all = target.sum().add(prediction.sum()).add(EPSILON);
    return tf.sub(1, common.div(all));
  },
  // Salehi et al. 2017
  tversky(target, prediction) {
    const common = target.mul(prediction).sum();
    const missed = tf.sub(1, prediction).mul(target).sum();
    const wrong = prediction.mul(tf.sub(1, target)).sum();
    const all = common.add(missed.add(wrong).div(2)).add(EPSILON);
    return tf.sub(1, common.div(all));
  },
};
