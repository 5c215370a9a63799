import type { ClusterServer, Runtime } from "../eager/runtime.ts";
import { ClusterError } from "./errors.ts";
import { joinedCluster } from "./membership.ts";
import {
  clusterServer,
  listenAtOwnAddress,
  portError,
  requireFreePort,
} from "./server.ts";
import {
  type CLUSTER_VARIABLE,
  type ClusterOptions,
  type ClusterTasks,
  clusterTasks,
} from "./tasks.ts";

/** A cluster that is about to be joined. */
export interface PreparedCluster {
  /** For the context of TensorFlow. */
  readonly server: ClusterServer;
  /**
   * Starts TensorFlow.
   *
   * @throws {ClusterError} if the server can't listen.
   */
  start(start: () => Runtime): Runtime;
  /** Waits for the other tasks, once TensorFlow runs. */
  join(runtime: Runtime): Promise<void>;
}

/** @throws {ClusterError} if a cluster is named that was not joined at the start. */
export function refuseLate(
  options: ClusterOptions | typeof CLUSTER_VARIABLE,
): void {
  if (joinedCluster() || !clusterTasks(options)) return;
  throw new ClusterError(
    "Cannot join a cluster: the first init() of a process must name it: TensorFlow was loaded without one",
  );
}

/**
 * Checks what describes a cluster, before TensorFlow is loaded.
 *
 * @returns Undefined if there is no other task.
 * @throws {ClusterError} if the description is wrong, or the port is in use.
 */
export async function prepareCluster(
  options: ClusterOptions | typeof CLUSTER_VARIABLE | undefined,
): Promise<PreparedCluster | undefined> {
  const cluster = options && clusterTasks(options);
  if (!cluster) return undefined;
  await requireFreePort(cluster);
  return {
    server: clusterServer(cluster),
    start: (start) => {
      const runtime = startServer(start, cluster);
      listenAtOwnAddress(runtime, cluster);
      return runtime;
    },
    join: async (runtime) => {
      const { joinCluster } = await import("./join.ts");
      await joinCluster(runtime, cluster);
    },
  };
}

function startServer(
  start: () => Runtime,
  { tasks, rank }: ClusterTasks,
): Runtime {
  try {
    return start();
  } catch (error) {
    if (!/gRPC server/i.test((error as Error).message)) throw error;
    const { name, address } = tasks[rank];
    throw portError(name, address, error);
  }
}
