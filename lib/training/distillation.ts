import { tf } from "../tensorflow/mod.ts";

/** How a network learns from others, its teachers, in place of the labels. */
export interface DistillationOptions {
  /**
   * What the logits of both are divided by before the softmax, above 0: the higher
   * it is, the more the classes count that the teachers hold for unlikely.
   */
  readonly temperature: number;
}

/** Teachers, and how they are learned from. */
export interface Teaching extends DistillationOptions {
  /** Each from float32 [batch, 28, 28, 1] to log-probabilities [batch, 10]. */
  readonly teachers: readonly tf.LayersModel[];
}

/**
 * The teaching of a recipe; undefined where it has none.
 *
 * @throws {RangeError} if it has and there are no teachers, or the other way round.
 */
export function teachingOf(
  options: DistillationOptions | undefined,
  teachers: readonly tf.LayersModel[] = [],
): Teaching | undefined {
  if (options && teachers.length > 0) return { ...options, teachers };
  if (!options && teachers.length === 0) return undefined;
  throw new RangeError(
    options
      ? "Cannot distil: at least one teacher must be there: current count is 0"
      : `Cannot train: a recipe without distillation must have no teachers: current count is ${teachers.length}`,
  );
}

/**
 * What the teachers make of a batch together, as log-probabilities at a
 * temperature T: log softmax(mean of their logits / T). Without T that is the
 * geometric mean of their probabilities (Hinton, Vinyals and Dean 2015,
 * "Distilling the knowledge in a neural network", section 1).
 *
 * @param images float32 [batch, 28, 28, 1], as the student gets them: changed at
 * random in the same way (Beyer et al. 2022, "Knowledge distillation: a good
 * teacher is patient and consistent").
 * @returns float32 [batch, 10].
 */
export function softTargets(
  images: tf.Tensor4D,
  { teachers, temperature }: Teaching,
): tf.Tensor2D {
  const answers = teachers.map((teacher) =>
    teacher.apply(images, { training: false }) as tf.Tensor2D
  );
  // Log-probabilities are logits, but for a constant that the softmax takes out
  const mean = tf.addN(answers).div(answers.length * temperature);
  return mean.logSoftmax() as tf.Tensor2D;
}

/**
 * The mean Kullback–Leibler divergence of the student's answers from the targets
 * at a temperature T, times T²: so its gradients are as large as at another T
 * (Hinton, Vinyals and Dean 2015, section 2). 0 where the student answers as its
 * teachers do.
 *
 * @param logProbabilities The student's, at temperature 1, float32 [batch, 10].
 * @param targets Of {@linkcode softTargets}.
 */
export function distillationLoss(
  logProbabilities: tf.Tensor2D,
  targets: tf.Tensor2D,
  temperature: number,
): tf.Scalar {
  const student = logProbabilities.div(temperature).logSoftmax();
  return targets.exp().mul(targets.sub(student)).sum(1).mean()
    .mul(temperature ** 2) as tf.Scalar;
}
