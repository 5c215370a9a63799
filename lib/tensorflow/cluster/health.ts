import { cString } from "../ffi/memory.ts";
import { Status, type TensorFlowError } from "../ffi/status.ts";
import { LostTaskError } from "./errors.ts";
import type { Membership } from "./membership.ts";
import { taskName } from "./server.ts";

/** A task that doesn't answer. */
export interface SilentTask {
  readonly rank: number;
  /** In words. */
  readonly reason: string;
}

/** Milliseconds within which a task must answer. */
export const ANSWER_MS = 3000;

/** Asks the other tasks whether they are there; all at once. */
export async function silentTasks(
  { runtime: { library, context }, tasks, rank }: Pick<
    Membership,
    "runtime" | "tasks" | "rank"
  >,
  milliseconds: number = ANSWER_MS,
): Promise<SilentTask[]> {
  const answers = await Promise.all(tasks.map(async (_, other) => {
    if (other === rank) return [];
    using status = new Status(library);
    await library.TFE_CollectiveOpsCheckPeerHealth(
      context,
      cString(taskName(other)),
      BigInt(milliseconds),
      status.address,
    );
    return silence(other, status);
  }));
  return answers.flat();
}

/** The same, while the event loop waits. */
function silentTasksSync(
  { runtime: { library, context }, tasks, rank }: Membership,
): SilentTask[] {
  return tasks.flatMap((_, other) => {
    if (other === rank) return [];
    using status = new Status(library);
    library.checkPeerHealth(
      context,
      cString(taskName(other)),
      BigInt(ANSWER_MS),
      status.address,
    );
    return silence(other, status);
  });
}

function silence(rank: number, status: Status): SilentTask[] {
  const error = status.failure(() => "ask");
  return error ? [{ rank, reason: reasonOf(error) }] : [];
}

function reasonOf({ code, message }: TensorFlowError): string {
  if (code === "DEADLINE_EXCEEDED") {
    return `no answer in ${ANSWER_MS / 1000} s, it hangs or the network is cut`;
  }
  if (/refused/i.test(message)) return "nothing listens there, it has ended";
  return message.split("\n")[0].replace(/^Cannot ask: /, "");
}

/** What TensorFlow says when a collective fails because of another task. */
const OF_COLLECTIVES =
  /collective|remote target \/job:|RecvBuf|CompleteGroup|CompleteInstance/i;

/**
 * Says which task made a collective fail; other errors stay as they are.
 */
export function explain(
  cluster: Membership,
  error: TensorFlowError,
): Error {
  if (!OF_COLLECTIVES.test(error.message)) return error;
  const [fault] = error.message.split("\n");
  const silent = silentTasksSync(cluster);
  if (silent.length === 0) {
    return new LostTaskError(
      `Cannot go on: all tasks must call the same collective, with tensors of one shape, within ${cluster.timeout} s: all answer, but not all did; look at the other tasks' messages, or set a longer timeout (${fault})`,
      { cause: error },
    );
  }
  return new LostTaskError(
    `Cannot go on: every task of the cluster must answer: ${
      describeSilent(cluster, silent)
    }; start all tasks again`,
    { cause: error },
  );
}

/** Names the tasks that don't answer, with the reasons. */
export function describeSilent(
  { tasks }: Pick<Membership, "tasks">,
  silent: readonly SilentTask[],
): string {
  return silent.map(({ rank, reason }) =>
    `${tasks[rank].name} (${tasks[rank].address}): ${reason}`
  ).join(", ");
}
