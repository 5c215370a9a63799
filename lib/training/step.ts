import {
  type DeviceDigits,
  gatherBatch,
  type Normalization,
} from "../model/input.ts";
import { ops, tf } from "../tensorflow/mod.ts";
import {
  augment,
  type AugmentationOptions,
  moved,
} from "./augmentation/augment.ts";
import type { WeightAverage } from "./weights/average.ts";
import { distillationLoss, type Teaching } from "./distillation.ts";
import type { Optimizer } from "./weights/optimizer.ts";
import { gatherSoftTargets } from "./soft_targets.ts";

/** What a step may do beyond the plain one. */
export interface StepOptions {
  /** How the images are changed at random. */
  readonly augmentation?: AugmentationOptions;
  /** See {@linkcode smoothedLoss}; 0 by default. */
  readonly labelSmoothing?: number;
  /** What the network learns from in place of the labels. */
  readonly teaching?: Teaching;
  /** Takes in the weights after each step. */
  readonly average?: WeightAverage;
}

/** What may change from step to step beside the learning rate: all scalars. */
export type StepSchedules = {
  /** Where it is left out, the optimizer's own. */
  readonly momentum?: tf.Scalar;
  /** Of the augmentation; 1 where it is left out. */
  readonly strength?: tf.Scalar;
  /** Of the images that the teachers answered for; the first, 0, where it is left out. */
  readonly version?: tf.Scalar;
};

/**
 * What a batch goes in with, and what comes out.
 *
 * @param indices int32 [batch] into the digits.
 * @returns The batch's mean loss, a scalar.
 */
export type TrainingStep = (
  indices: tf.Tensor1D,
  learningRate: tf.Scalar,
  schedules?: StepSchedules,
) => tf.Scalar;

/**
 * One step of training: a batch is gathered, augmented and normalized, goes through the
 * network, and the optimizer assigns the weights. To be recorded by `compile()`.
 *
 * @param model From float32 [batch, 28, 28, 1] to log-probabilities [batch, 10].
 * @throws {RangeError} if the label smoothing is out of its range, or if it or an
 * augmentation stands beside a teaching.
 */
export function trainingStep(
  model: tf.LayersModel,
  digits: DeviceDigits,
  normalization: Normalization,
  optimizer: Optimizer,
  { augmentation, labelSmoothing = 0, teaching, average }: StepOptions = {},
): TrainingStep {
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new RangeError(
      `Cannot train: label smoothing must be from 0 to less than 1: current value is ${labelSmoothing}`,
    );
  }
  if (teaching && labelSmoothing > 0) {
    throw new RangeError(
      `Cannot train: label smoothing must be left out where teachers stand in the labels' place: current value is ${labelSmoothing}`,
    );
  }
  if (teaching && augmentation) {
    throw new RangeError(
      "Cannot train: augmentation must be left out where teachers have answered: the images are changed as theirs were",
    );
  }
  const variables = trainableVariables(model);
  return function trainingStep(
    indices,
    learningRate,
    { momentum, strength, version } = {},
  ) {
    const targets = teaching &&
      gatherSoftTargets(
        teaching.targets,
        version ?? tf.scalar(0, "int32"),
        indices,
      );
    const { images, labels } = gatherBatch(
      digits,
      indices,
      normalization,
      targets
        ? (raw) => moved(raw, targets.maps)
        : augmentation && ((raw) => augment(raw, augmentation, strength)),
    );
    const { value, grads } = tf.variableGrads(() => {
      const output = model.apply(images, { training: true }) as tf.Tensor2D;
      return targets
        ? distillationLoss(output, targets.answers, teaching.temperature)
        : smoothedLoss(output, labels, labelSmoothing);
    }, variables);
    optimizer.update(
      variables.map(({ name }) => grads[name]),
      learningRate,
      momentum,
    );
    average?.update();
    return value;
  };
}

/**
 * The mean cross-entropy with targets that spread `smoothing` evenly over the
 * classes and give the right one the rest (Szegedy et al. 2016, section 7). With
 * 0, the mean negative log-likelihood.
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
  // Equal targets: the mean over the classes too
  const uniform = logProbabilities.mean().neg();
  return loss.mul(1 - smoothing).add(uniform.mul(smoothing)) as tf.Scalar;
}

/** The variables behind a model's trainable weights, in the model's order. */
export function trainableVariables(model: tf.LayersModel): tf.Variable[] {
  return model.trainableWeights.map(variableOf);
}

/** Those, and batch normalization's moving averages. */
export function allVariables(model: tf.LayersModel): tf.Variable[] {
  return model.weights.map(variableOf);
}

/** The variable behind a layer's weight. */
export function variableOf(
  weight: tf.LayersModel["weights"][number],
): tf.Variable {
  // `val` is protected in the types; the layers offer no other way to it
  return (weight as unknown as { readonly val: tf.Variable }).val;
}
