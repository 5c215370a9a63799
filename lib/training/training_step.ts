import { type DeviceDigits, gatherBatch } from "../model/input.ts";
import type { Normalization } from "../model/normalization.ts";
import { cluster, ops, tf } from "../tensorflow/mod.ts";
import { augment, type AugmentationOptions } from "./augmentation/augment.ts";
import { applyAffine } from "./augmentation/affine.ts";
import { addUpTasks } from "./data_parallel/reduce.ts";
import type { StepShare } from "./data_parallel/share.ts";
import { type Distillation, distillationLoss } from "./distillation.ts";
import { gatherSoftTargets } from "./device_soft_targets.ts";
import type { WeightAverage } from "./weights/average.ts";
import type { Optimizer } from "./weights/optimizer.ts";
import { allVariables, trainableVariables } from "./weights/variables.ts";

/** What a step may do beyond gradient descent on the labels. */
export interface StepOptions {
  /** How to change the images at random. */
  readonly augmentation?: AugmentationOptions;
  /** See {@linkcode smoothedLoss}. Default 0. */
  readonly labelSmoothing?: number;
  /** Teachers' answers to learn from instead of the labels. */
  readonly distillation?: Distillation;
  /** Accumulates the weights after each step. */
  readonly average?: WeightAverage;
  /**
   * Whether batch normalization takes its mean and variance over the whole batch, where
   * the tasks of a cluster share it out; otherwise each task normalizes its own share.
   * Costs two more reductions for each such layer and step.
   */
  readonly synchronized?: boolean;
}

/** Settings that may change from step to step, besides the learning rate. */
export type StepSettings = {
  /** Overrides the optimizer's momentum or beta1. */
  readonly momentum?: tf.Scalar;
  /** Scales the augmentation. Default 1. */
  readonly strength?: tf.Scalar;
  /** Which version of the soft targets, int32. Default 0. */
  readonly version?: tf.Scalar;
  /** This task's share of the batch, in a cluster. */
  readonly share?: StepShare;
};

/**
 * Updates the weights from one batch.
 *
 * @param indices Positions in the training set, int32 [batch]; of this task's share.
 * @returns The batch's mean loss, from before the update; in a cluster [2], with what
 * is above 0 if a task is asked to end.
 */
export type TrainingStep = (
  indices: tf.Tensor1D,
  learningRate: tf.Scalar,
  settings?: StepSettings,
) => tf.Tensor;

/**
 * Creates the training step, for `compile()` to record: gather, augment and normalize
 * a batch, compute the loss and its gradients, and update the weights.
 *
 * @param model From float32 [batch, 28, 28, 1] to log-probabilities [batch, classes].
 * @throws {RangeError} if the label smoothing is out of range, or if distillation is
 * combined with label smoothing or augmentation.
 */
export function trainingStep(
  model: tf.LayersModel,
  digits: DeviceDigits,
  normalization: Normalization,
  optimizer: Optimizer,
  options: StepOptions = {},
): TrainingStep {
  requireCompatible(options);
  const { labelSmoothing = 0, distillation, average } = options;
  const variables = trainableVariables(model);
  const statistics = allVariables(model)
    .filter((variable) => !variables.includes(variable));
  return function trainingStep(indices, learningRate, settings = {}) {
    const { momentum, share } = settings;
    const { images, labels, answers } = gather(
      digits,
      indices,
      normalization,
      options,
      settings,
    );
    const moments = options.synchronized
      ? momentsOfTasks(indices, share)
      : undefined;
    const loss = () => {
      const output = model.apply(images, { training: true }) as tf.Tensor2D;
      return distillation && answers
        ? distillationLoss(output, answers, distillation.temperature)
        : smoothedLoss(output, labels, labelSmoothing);
    };
    const { value, grads } = tf.variableGrads(() => {
      const mean = ops.withSharedMoments(moments, loss);
      return share ? mean.mul(share.weight) as tf.Scalar : mean;
    }, variables);
    const own = variables.map(({ name }) => grads[name]);
    const { gradients, result } = share
      ? addUpTasks(own, statistics, value, share)
      : { gradients: own, result: value };
    optimizer.update(gradients, learningRate, momentum);
    average?.accumulate();
    return result;
  };
}

function requireCompatible(
  { augmentation, labelSmoothing = 0, distillation }: StepOptions,
): void {
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new RangeError(
      `Cannot train: label smoothing must be from 0 to less than 1: current value is ${labelSmoothing}`,
    );
  }
  if (distillation && labelSmoothing > 0) {
    throw new RangeError(
      `Cannot train: label smoothing must be left out of distillation, which does not learn from labels: current value is ${labelSmoothing}`,
    );
  }
  if (distillation && augmentation) {
    throw new RangeError(
      "Cannot train: augmentation must be left out of distillation: the soft targets say how each image is augmented",
    );
  }
}

/**
 * Gathers a batch, augmented and normalized.
 *
 * @returns images float32 [batch, 28, 28, 1], labels int32 [batch] and, with
 * distillation, the teachers' answers to these images, float32 [batch, classes].
 */
function gather(
  digits: DeviceDigits,
  indices: tf.Tensor1D,
  normalization: Normalization,
  { augmentation, distillation }: StepOptions,
  { strength, version }: StepSettings,
): { images: tf.Tensor4D; labels: tf.Tensor1D; answers?: tf.Tensor2D } {
  if (!distillation) {
    return gatherBatch(
      digits,
      indices,
      normalization,
      augmentation && ((raw) => augment(raw, augmentation, strength)),
    );
  }
  const { maps, answers } = gatherSoftTargets(
    distillation.targets,
    version ?? tf.scalar(0, "int32"),
    indices,
  );
  const batch = gatherBatch(
    digits,
    indices,
    normalization,
    (raw) => applyAffine(raw, maps),
  );
  return { ...batch, answers };
}

/** How batch normalization takes its mean and variance over a whole batch. */
function momentsOfTasks(indices: tf.Tensor1D, share: StepShare | undefined) {
  return {
    weight: share?.weight ?? tf.scalar(1),
    batch: share?.batch ?? tf.scalar(indices.size),
    sum: cluster.allReduce,
  };
}

/**
 * The mean cross-entropy with smoothed labels, which spread `smoothing` evenly over
 * all classes and give the rest to the correct one (Szegedy et al. 2016, section 7).
 * With 0 it is the mean negative log-likelihood.
 *
 * @param logProbabilities float32 [batch, classes].
 * @param labels int32 [batch].
 */
export function smoothedLoss(
  logProbabilities: tf.Tensor2D,
  labels: tf.Tensor1D,
  smoothing: number,
): tf.Scalar {
  const loss = ops.sparseCrossEntropy(logProbabilities, labels).mean();
  if (smoothing === 0) return loss as tf.Scalar;
  // With equal targets, cross-entropy is a mean over the classes too
  const uniform = logProbabilities.mean().neg();
  return loss.mul(1 - smoothing).add(uniform.mul(smoothing)) as tf.Scalar;
}
