/**
 * Several processes that compute together, on one machine or many: TensorFlow's
 * collective operations. {@linkcode init} joins the cluster.
 *
 * ```ts ignore
 * import { cluster, init, tf } from "./mod.ts";
 *
 * await init({ cluster: { workers: ["10.0.0.1:2222", "10.0.0.2:2222"], task: 0 } });
 * cluster.allReduce(tf.tensor1d([1, 2])).print();
 * ```
 *
 * @module
 */
export type { CollectiveOptions } from "./call.ts";
export { allGather } from "./all_gather.ts";
export { allReduce, barrier, type Reduction } from "./all_reduce.ts";
export { broadcast } from "./broadcast.ts";
export { ClusterError, LostTaskError } from "./errors.ts";
export { type Cluster, currentCluster } from "./membership.ts";
export { CLUSTER_VARIABLE, type ClusterOptions, type Task } from "./tasks.ts";
