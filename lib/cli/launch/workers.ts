/** `deno task train --workers N`: several processes on this machine. @module */

/** How many processes the flags ask for; 1 without `--workers`. */
export function workerCount(args: readonly string[]): number {
  const at = args.findLastIndex((arg) => /^--workers(=|$)/.test(arg));
  if (at < 0) return 1;
  const [, value = args[at + 1] ?? ""] = args[at].split("=");
  // The command itself says what is wrong with another value
  return /^\d+$/.test(value) ? Math.max(1, Number(value)) : 1;
}

/** How one process of a command is started. */
export interface ClusterTask {
  /** Whether it has the terminal. */
  readonly speaks: boolean;
  readonly variables: Readonly<Record<string, string>>;
}

/** The only process of a command. */
export const ALONE: ClusterTask = { speaks: true, variables: {} };

/** Several tasks on this machine, the chief first, with ports that are free. */
export function clusterTasks(count: number): ClusterTask[] {
  const listeners = Array.from(
    { length: count },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  const worker = listeners.map((listener) => {
    const { port } = listener.addr;
    listener.close();
    return `127.0.0.1:${port}`;
  });
  return worker.map((_, index) => ({
    speaks: index === 0,
    variables: {
      TF_CONFIG: JSON.stringify({
        cluster: { worker },
        task: { type: "worker", index },
        launcher: Deno.pid,
      }),
    },
  }));
}

/** Milliseconds between two looks at who started this process. */
const LOOK_MS = 500;

/**
 * Calls a function once the process that started this one by
 * {@linkcode clusterTasks} is gone, for then nobody ends what is left of the
 * cluster. Does nothing for a task that was started otherwise.
 *
 * @param variable The variable `TF_CONFIG`.
 */
export function onLauncherGone(variable: string, call: () => void): void {
  const { launcher } = JSON.parse(variable);
  if (launcher === undefined) return;
  const timer = setInterval(() => {
    if (Deno.ppid !== launcher) call();
  }, LOOK_MS);
  Deno.unrefTimer(timer);
}

/** Milliseconds in which the others notice by themselves that one has failed. */
const NOTICE_MS = 5000;
/** Milliseconds in which they must have ended after that. */
const END_MS = 10_000;
/** The exit code if another worker is gone; see command/exit.ts. */
const TASK_LOST = 75;

/**
 * Waits for all processes. If one fails, the others get time to notice and are then
 * ended.
 *
 * @param resume How the user can continue, for a message.
 * @returns How the one ended that failed first, or else the first process; that one's
 * end too if another was killed, and as if it had noticed that if it was ended here.
 */
export async function endOfAll(
  children: readonly Deno.ChildProcess[],
  resume: string,
): Promise<Deno.CommandStatus> {
  const timers: ReturnType<typeof setTimeout>[] = [];
  let ended = false;
  const kill = (signal: Deno.Signal, delay: number) =>
    timers.push(setTimeout(() => {
      ended = true;
      for (const child of children) {
        try {
          child.kill(signal);
        } catch {
          // It has ended
        }
      }
    }, delay));
  let failed: Deno.CommandStatus | undefined;
  let first = 0;
  const all = await Promise.all(children.map(async ({ status }, index) => {
    const end = await status;
    if (!end.success && !failed) {
      failed = end;
      first = index;
      // Twice: a command that waits for others ends at the second signal
      kill("SIGTERM", NOTICE_MS);
      kill("SIGTERM", NOTICE_MS + 1000);
      kill("SIGKILL", NOTICE_MS + END_MS);
    }
    return end;
  }));
  timers.forEach(clearTimeout);
  if (failed && failed.signal === null) return failed;
  const asItself = first === 0 || !ended || all[0].code === TASK_LOST;
  if (!failed || all[0].success || asItself) return all[0];
  console.error(
    `Cannot go on: every worker must be there: worker ${first} was ended by ${failed.signal}; ${resume}`,
  );
  return { success: false, code: TASK_LOST, signal: null };
}
