import { tf } from "../tensorflow/mod.ts";
import {
  type DeviceSoftTargets,
  type SoftTargets,
  softTargetsToDevice,
} from "./soft_targets.ts";

/**
 * How a network learns from others, its teachers, in place of the labels. Its images
 * are changed as they were when the teachers answered.
 */
export interface DistillationOptions {
  /**
   * What the logits of both are divided by before the softmax, above 0: the higher
   * it is, the more the classes count that the teachers find unlikely.
   */
  readonly temperature: number;
}

/** What the teachers answered, and how it is learned from. */
export interface Teaching extends DistillationOptions {
  readonly targets: DeviceSoftTargets;
  /** Frees them. */
  dispose(): void;
}

/**
 * The teaching of a recipe; undefined where it has none.
 *
 * @param count Of the training images.
 * @throws {RangeError} if it has and there are no answers, or of too few images, or
 * if there are and it has none.
 */
export function teachingOf(
  options: DistillationOptions | undefined,
  softTargets: SoftTargets | undefined,
  count: number,
): Teaching | undefined {
  if (!options && !softTargets) return undefined;
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
 * at a temperature T, times T²: so its gradients are as large as at another T
 * (Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a neural network",
 * section 2). 0 where the student answers as its teachers do.
 *
 * @param student Log-probabilities at temperature 1, float32 [batch, 10].
 * @param teachers Those of the teachers together, as well.
 */
export function distillationLoss(
  student: tf.Tensor2D,
  teachers: tf.Tensor2D,
  temperature: number,
): tf.Scalar {
  const at = (answers: tf.Tensor2D) => answers.div(temperature).logSoftmax();
  const targets = at(teachers);
  return targets.exp().mul(targets.sub(at(student))).sum(1).mean()
    .mul(temperature ** 2) as tf.Scalar;
}
