import { tf } from "../../../tfjs.ts";

/**
 * The mean over the steps that count, as in Keras: the sum of values times weights,
 * divided by the number of values that a mask leaves; 0 if it leaves none.
 *
 * @param values [batch, steps, …]; a scalar stays as it is.
 * @param mask Nonzero where a step counts: [batch, steps].
 * @param weights [batch] or more axes of the values, or of size 1.
 * @throws {RangeError} if there is no value for each step.
 */
export function maskedMean(
  values: tf.Tensor,
  mask?: tf.Tensor | null,
  weights?: tf.Tensor | null,
): tf.Tensor {
  if (!mask || values.rank === 0) {
    return tf.mean(weights ? tf.mul(values, weights) : values);
  }
  if (values.rank < mask.rank) {
    throw new RangeError(
      `Cannot leave out masked steps: the loss or metric must have a value for each step, [${mask.shape}]: its current shape is [${values.shape}]; return one number for each step, or a scalar`,
    );
  }
  const ones = Array<number>(values.rank - mask.rank).fill(1);
  const kept = mask.cast("float32").reshape([...mask.shape, ...ones]);
  const counting = kept.sum().mul(values.size / mask.size);
  const weighted = weights ? tf.mul(values, weights) : values;
  return tf.divNoNan(tf.mul(weighted, kept).sum(), counting);
}
