import { tf } from "../tfjs.ts";
import {
  collective,
  type CollectiveOptions,
  requireDtype,
  text,
} from "./call.ts";
import { joinedCluster, type Membership } from "./membership.ts";

/** How values of several tasks become one. */
export type Reduction = "sum" | "mean" | "max";

/**
 * Reduces a tensor over all tasks, element by element: every task passes one of the
 * same shape and gets the same result, bit for bit. In a cluster of one, it is the
 * tensor itself.
 *
 * Every task must call the same collectives in the same order. The gradient of a sum
 * or a mean is the sum or the mean of the gradients, as in TensorFlow; that of a
 * maximum goes to the tasks that have it.
 *
 * @param x float32, or int32 for sum and max.
 * @throws {TypeError} if it has another dtype.
 * @throws {ClusterError} if a task no longer answers, or doesn't call this within
 * the cluster's timeout.
 */
export function allReduce<T extends tf.Tensor>(
  x: T,
  reduction: Reduction = "sum",
  options: CollectiveOptions = {},
): T {
  requireDtype(`reduce by ${reduction}`, x, reduction !== "mean");
  const cluster = joinedCluster();
  if (!cluster || x.size === 0) return x.clone();
  const differentiable = tf.customGrad((x, save) => {
    const input = x as tf.Tensor;
    const value = reduce(cluster, input, reduction, options);
    if (reduction === "max") (save as tf.GradSaveFunc)([input, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        if (reduction !== "max") return allReduce(dy, reduction, options);
        const hasIt = saved[0].equal(saved[1]).cast("float32");
        return allReduce(dy, "sum", options).mul(hasIt);
      },
    };
  });
  return differentiable(x) as T;
}

function reduce(
  cluster: Membership,
  x: tf.Tensor,
  reduction: Reduction,
  options: CollectiveOptions,
): tf.Tensor {
  return collective(cluster, "CollectiveReduceV2", reduction, x, options, [
    text("merge_op", reduction === "max" ? "Max" : "Add"),
    text("final_op", reduction === "mean" ? "Div" : "Id"),
  ]);
}

/**
 * Waits until all tasks have come here, op by op.
 *
 * @throws {ClusterError} as {@linkcode allReduce} does.
 */
export function barrier(options: CollectiveOptions = {}): void {
  tf.tidy(() => {
    allReduce(tf.zeros([1], "int32"), "sum", {
      name: `barrier ${options.name ?? ""}`,
    }).dataSync();
  });
}
