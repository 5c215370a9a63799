import type { Runtime } from "../eager/runtime.ts";
import { Status } from "../ffi/status.ts";
import { tf } from "../tfjs.ts";
import { hash } from "./call.ts";
import { allGather } from "./all_gather.ts";
import { ClusterError, LostTaskError } from "./errors.ts";
import { describeSilent, explain, silentTasks } from "./health.ts";
import { enter, type Membership } from "./membership.ts";
import type { ClusterTasks } from "./tasks.ts";

/** Milliseconds between two rounds of questions. */
const PAUSE_MS = 200;

/**
 * Waits for all tasks of the cluster, and checks that they fit together.
 *
 * @throws {ClusterError} if a task doesn't come in time, or runs other versions or
 * with another list of tasks.
 */
export async function joinCluster(
  runtime: Runtime,
  cluster: ClusterTasks,
): Promise<void> {
  await meet(runtime, cluster);
  const membership: Membership = { ...cluster, runtime };
  Status.explain = (error) => explain(membership, error);
  enter(membership);
  enter({ ...membership, order: compare(cluster, runtime.version) });
}

async function meet(runtime: Runtime, cluster: ClusterTasks): Promise<void> {
  const { startTimeout } = cluster;
  const end = performance.now() + 1000 * startTimeout;
  for (;;) {
    const missing = await silentTasks({ ...cluster, runtime });
    if (missing.length === 0) return;
    if (performance.now() > end) {
      const { name, address } = cluster.tasks[cluster.rank];
      throw new LostTaskError(
        `Cannot join the cluster as ${name}: all tasks must come within ${startTimeout} s: ${
          describeSilent(cluster, missing)
        }; start them, let their ports through, and check that this process, ${name}, can be reached at ${address}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** What must be the same in all tasks, with its name. */
function facts(
  { tasks, timeout }: ClusterTasks,
  tensorFlow: string,
): readonly (readonly [name: string, value: string])[] {
  return [
    ["list of tasks", tasks.map(({ address }) => address).join(" ")],
    ["TensorFlow", tensorFlow],
    ["Deno", Deno.version.deno],
    ["TensorFlow.js", tf.version_core],
    ["timeout", `${timeout} s`],
  ];
}

/** Bytes of a fact that are sent along, to be shown. */
const SHOWN_BYTES = 32;

/**
 * Compares the tasks' facts.
 *
 * @returns The tasks in the order in which TensorFlow gathers them.
 */
function compare(cluster: ClusterTasks, tensorFlow: string): number[] {
  const { tasks, rank } = cluster;
  const own = facts(cluster, tensorFlow);
  const message = own.flatMap(([, value]) => {
    const bytes = new Uint8Array(SHOWN_BYTES);
    new TextEncoder().encodeInto(value, bytes);
    return [hash(value), ...bytes];
  });
  const length = message.length + 1;
  const all = tf.tidy(() =>
    allGather(tf.tensor1d([rank, ...message], "int32"), { name: "join" })
      .dataSync()
  );
  const rows = tasks.map((_, place) =>
    all.subarray(place * length, (place + 1) * length)
  );
  for (const [other, ...theirs] of rows) {
    own.forEach(([name, value], index) => {
      const start = index * (1 + SHOWN_BYTES);
      if (theirs[start] === message[start]) return;
      const bytes = theirs.slice(start + 1, start + 1 + SHOWN_BYTES);
      const shown = new TextDecoder().decode(Uint8Array.from(bytes))
        .replace(/\0+$/, "");
      const { name: task, address } = tasks[other];
      throw new ClusterError(
        `Cannot join the cluster: all tasks must have the same ${name}: it is ${value} in ${
          tasks[rank].name
        } and ${shown} in ${task} (${address}); make them alike`,
      );
    });
  }
  return rows.map(([rank]) => rank);
}
