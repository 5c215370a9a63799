import { AttrType, DType } from "../ffi/dtypes.ts";
import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import { allReduce } from "./all_reduce.ts";
import {
  collective,
  type CollectiveOptions,
  requireDtype,
  typeOf,
} from "./call.ts";
import { joinedCluster, type Membership } from "./membership.ts";

/**
 * Joins tensors of the same shape from all tasks along their first axis, in the order
 * of the tasks. The gradient is each task's part of the summed gradients.
 *
 * @param x float32 or int32 [n, …].
 * @returns [tasks · n, …].
 * @throws {RangeError} if it is a scalar.
 * @throws {TypeError} if it has another dtype.
 * @throws {ClusterError} as {@linkcode allReduce} does.
 */
export function allGather<T extends tf.Tensor>(
  x: T,
  options: CollectiveOptions = {},
): T {
  requireDtype("gather", x, true);
  if (x.rank === 0) {
    throw new RangeError(
      "Cannot gather a tensor: it must have an axis to be joined along: it is a scalar; reshape it to [1]",
    );
  }
  const cluster = joinedCluster();
  if (!cluster || x.size === 0) return x.clone();
  const [count] = x.shape;
  const differentiable = tf.customGrad((x) => ({
    value: gather(cluster, x as tf.Tensor, options),
    gradFunc: (dy: tf.Tensor) =>
      allReduce(dy, "sum", options).slice([cluster.rank * count], [count]),
  }));
  return differentiable(x) as T;
}

function gather(
  cluster: Membership,
  x: tf.Tensor,
  options: CollectiveOptions,
): tf.Tensor {
  const { tasks: { length: size }, order } = cluster;
  const [count, ...rest] = x.shape;
  return tf.tidy(() => {
    // Recorded, its shape is known only from here on
    const gathered = runOperation(
      "Reshape",
      [typeOf(x), { name: "Tshape", type: AttrType.TYPE, value: DType.INT32 }],
      [
        collective(cluster, "CollectiveGatherV2", "gather", x, options, []),
        tf.tensor1d([size, ...x.shape], "int32"),
      ],
    );
    const joined = [size * count, ...rest];
    if (!order || order.every((rank, place) => rank === place)) {
      return gathered.reshape(joined);
    }
    const places = order.map((_, rank) => order.indexOf(rank));
    return gathered.gather(tf.tensor1d(places, "int32")).reshape(joined);
  });
}
