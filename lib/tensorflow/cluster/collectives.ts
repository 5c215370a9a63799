import { AttrType, DType } from "../ffi/dtypes.ts";
import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import {
  attributesOf,
  collective,
  type CollectiveOptions,
  numbersOf,
  text,
  typeOf,
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

function requireDtype(action: string, x: tf.Tensor, integers: boolean): void {
  if (x.dtype === "float32" || (integers && x.dtype === "int32")) return;
  throw new TypeError(
    `Cannot ${action} over tasks: the tensor must be float32${
      integers ? " or int32" : ""
    }: current dtype is ${x.dtype}; cast it`,
  );
}
