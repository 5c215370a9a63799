import { tf } from "../tensorflow/mod.ts";
import {
  type DeviceSoftTargets,
  softTargetsToDevice,
} from "./device_soft_targets.ts";
import type { SoftTargets } from "./soft_targets.ts";

/**
 * How a network learns from the answers of other networks, its teachers, instead of
 * the labels. Its images are augmented exactly as the teachers' were.
 */
export interface DistillationOptions {
  /**
   * Divides the logits of student and teachers before the softmax, above 0. The
   * higher it is, the more weight the classes have that the teachers find unlikely.
   */
  readonly temperature: number;
}

/** The teachers' answers in the backend's memory, and how to learn from them. */
export interface Distillation extends DistillationOptions {
  readonly targets: DeviceSoftTargets;
  /** Frees the targets. */
  dispose(): void;
}

/**
 * Copies the teachers' answers into the backend's memory.
 *
 * @param options The recipe's.
 * @param count Number of training images.
 * @throws {RangeError} if the recipe distils but soft targets are missing or too
 * few, or if soft targets are given to a recipe that does not distil.
 */
export function createDistillation(
  options: DistillationOptions | undefined,
  softTargets: SoftTargets | undefined,
  count: number,
): Distillation {
  if (!options) {
    throw new RangeError(
      "Cannot train: soft targets must come with a recipe that learns from them: it learns from the labels",
    );
  }
  if (!softTargets || softTargets.count < count) {
    throw new RangeError(
      `Cannot distil: there must be soft targets for each of ${count} training images: current count is ${
        softTargets?.count ?? 0
      }`,
    );
  }
  const targets = softTargetsToDevice(softTargets);
  return { ...options, targets, dispose: () => targets.dispose() };
}

/**
 * The mean Kullback–Leibler divergence of the student's answers from the teachers'
 * at temperature T, times T², which keeps the gradients' size independent of T
 * (Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a neural network",
 * section 2). It is 0 if the student answers as its teachers do.
 *
 * @param student Log-probabilities at temperature 1, float32 [batch, classes].
 * @param teachers The teachers' combined log-probabilities at temperature 1, float32
 * [batch, classes].
 */
export function distillationLoss(
  student: tf.Tensor2D,
  teachers: tf.Tensor2D,
  temperature: number,
): tf.Scalar {
  const soften = (logits: tf.Tensor2D) => logits.div(temperature).logSoftmax();
  const targets = soften(teachers); // [batch, 10]
  return targets.exp().mul(targets.sub(soften(student))).sum(1).mean()
    .mul(temperature ** 2) as tf.Scalar;
}
