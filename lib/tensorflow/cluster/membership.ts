import type { Runtime } from "../eager/runtime.ts";
import type { ClusterTasks, Task } from "./tasks.ts";

/** What this process knows of the cluster that it has joined. */
export interface Membership extends ClusterTasks {
  readonly runtime: Runtime;
  /**
   * The tasks in the order in which TensorFlow gathers them, which sorts their
   * names: 10 before 2. Undefined before all have met.
   */
  order?: readonly number[];
}

let membership: Membership | undefined;

/** The cluster that was joined, if any. */
export function joinedCluster(): Membership | undefined {
  return membership;
}

/** Notes that this process belongs to a cluster. */
export function enter(joined: Membership): void {
  membership = joined;
}

/** This process among those that work together. */
export interface Cluster {
  /** How many processes there are; 1 without a cluster. */
  readonly size: number;
  /** This process's number, from 0. */
  readonly rank: number;
  /** Whether this process is the first one, which writes for all. */
  readonly isChief: boolean;
  /** All tasks, the chief first; empty without a cluster. */
  readonly tasks: readonly Task[];
  /** Seconds that a collective waits for the others. */
  readonly timeout: number;
}

/** This process's place in the cluster; alone, it is the chief of one. */
export function currentCluster(): Cluster {
  const { tasks = [], rank = 0, timeout = 0 } = membership ?? {};
  return {
    size: Math.max(1, tasks.length),
    rank,
    isChief: rank === 0,
    tasks,
    timeout,
  };
}
