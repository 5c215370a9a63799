import { cluster, tf } from "../../tensorflow/mod.ts";
import { assignVector, toVector } from "../weights/vector.ts";
import type { StepShare } from "./share.ts";

/** What the tasks of a cluster have found together in a step. */
export interface SharedStep {
  /** Of the mean loss over the whole batch, one for each trainable weight. */
  readonly gradients: tf.Tensor[];
  /** The mean loss, and whether a task is asked to end: float32 [2]. */
  readonly result: tf.Tensor1D;
}

/**
 * Adds up what each task has found from its share of a batch, in one reduction. The
 * mean over a batch is the sum of the tasks' means, each times its part of the batch,
 * so the sum is what one process would have found. Batch normalization's moving
 * averages are averaged alike, and so stay equal in all tasks.
 *
 * @param gradients Of the task's loss times its weight.
 * @param statistics The weights that are not trained; they get their averages.
 * @param loss The task's mean loss times its weight.
 */
export function addUpTasks(
  gradients: readonly tf.Tensor[],
  statistics: readonly tf.Variable[],
  loss: tf.Tensor,
  { weight, stop }: StepShare,
): SharedStep {
  const own = toVector([
    ...gradients,
    ...statistics.map((each) => each.mul(weight)),
    loss,
    stop,
  ]);
  const sum = cluster.allReduce(own, "sum", { name: "step" }); // [all values]
  const sizes = [gradients, statistics]
    .map((list) => list.reduce((total, { size }) => total + size, 0));
  const [flat, averages, result] = tf.split(sum, [...sizes, 2]);
  if (statistics.length > 0) {
    assignVector(statistics, averages as tf.Tensor1D);
  }
  const parts = tf.split(flat, gradients.map(({ size }) => size));
  return {
    gradients: parts.map((part, index) => part.reshape(gradients[index].shape)),
    result: result as tf.Tensor1D,
  };
}
