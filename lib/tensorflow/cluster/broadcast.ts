import { AttrType, DType } from "../ffi/dtypes.ts";
import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import { allReduce } from "./all_reduce.ts";
import {
  attributesOf,
  collective,
  type CollectiveOptions,
  numbersOf,
  requireDtype,
} from "./call.ts";
import { joinedCluster, type Membership } from "./membership.ts";

/**
 * Copies one task's tensor to all. The gradient is the sum of all tasks' at that task
 * and zero at the others.
 *
 * @param x float32 or int32; of the others only the shape and the dtype matter.
 * @param root The task to copy from. Default 0, the chief.
 * @throws {RangeError} if there is no such task.
 * @throws {TypeError} if it has another dtype.
 * @throws {ClusterError} as {@linkcode allReduce} does.
 */
export function broadcast<T extends tf.Tensor>(
  x: T,
  { root = 0, ...options }: CollectiveOptions & { readonly root?: number } = {},
): T {
  requireDtype("broadcast", x, true);
  const cluster = joinedCluster();
  const size = cluster?.tasks.length ?? 1;
  if (!(Number.isInteger(root) && root >= 0 && root < size)) {
    throw new RangeError(
      `Cannot broadcast a tensor: its task must be a whole number from 0 to ${
        size - 1
      }: current value is ${root}`,
    );
  }
  if (!cluster || x.size === 0) return x.clone();
  const isRoot = cluster.rank === root;
  const differentiable = tf.customGrad((x) => ({
    value: copy(cluster, x as tf.Tensor, root, options),
    gradFunc: (dy: tf.Tensor) => {
      const sum = allReduce(dy, "sum", options);
      return isRoot ? sum : tf.zerosLike(sum);
    },
  }));
  return differentiable(x) as T;
}

function copy(
  cluster: Membership,
  x: tf.Tensor,
  root: number,
  options: CollectiveOptions,
): tf.Tensor {
  const kind = `broadcast ${root}`;
  if (cluster.rank === root) {
    return collective(cluster, "CollectiveBcastSendV2", kind, x, options, []);
  }
  return tf.tidy(() => {
    const shape = tf.tensor1d(x.shape, "int32");
    return runOperation(
      "CollectiveBcastRecvV2",
      [
        ...attributesOf(cluster, x),
        { name: "Tshape", type: AttrType.TYPE, value: DType.INT32 },
      ],
      [...numbersOf(cluster, kind, x, options), shape],
    ).reshape(x.shape);
  });
}
