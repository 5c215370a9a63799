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
export const NOTICE_MS = 5000;
/** Milliseconds in which they must have ended after that. */
export const END_MS = 10_000;
/**
 * Milliseconds in which all must have ended once one has ended well: none waits for
 * another longer in a step, and after the last one none is left that would notice.
 */
const LAST_MS = 30_000;
/** The exit code if another worker is gone; see command/exit.ts. */
const TASK_LOST = 75;

/**
 * Waits for all processes. If one fails, the others get time to notice and are then
 * ended; so are those that don't end when another has ended well.
 *
 * @param resume How the user can continue, for a message.
 * @param lastMs Milliseconds from the first good end to the last.
 * @returns How the one ended that failed first, or else the first process; that one's
 * end too if another was killed, and as if it had noticed that if it was ended here.
 */
export async function endOfAll(
  children: readonly Deno.ChildProcess[],
  resume: string,
  lastMs: number = LAST_MS,
): Promise<Deno.CommandStatus> {
  using signals = new Signals(children);
  const running = new Set(children.keys());
  let late: readonly number[] = [];
  let failed: Deno.CommandStatus | undefined;
  let first = 0;
  const all = await Promise.all(children.map(async ({ status }, index) => {
    const end = await status;
    running.delete(index);
    if (failed) return end;
    if (end.success) {
      signals.sendLater("SIGKILL", lastMs, () => {
        if (failed || late.length > 0) return false;
        late = [...running];
        return true;
      });
      return end;
    }
    failed = end;
    first = index;
    // Twice: a command that waits for others ends at the second signal
    signals.sendLater("SIGTERM", NOTICE_MS);
    signals.sendLater("SIGTERM", NOTICE_MS + 1000);
    signals.sendLater("SIGKILL", NOTICE_MS + END_MS);
    return end;
  }));
  if (late.length > 0) {
    const seconds = lastMs / 1000;
    return lost(
      `worker ${late.join(", ")} had not ended ${seconds} s after another`,
      resume,
    );
  }
  if (failed && failed.signal === null) return failed;
  const asItself = first === 0 || !signals.sent || all[0].code === TASK_LOST;
  if (!failed || all[0].success || asItself) return all[0];
  return lost(`worker ${first} was ended by ${failed.signal}`, resume);
}

/** Signals to all processes, until it is disposed. */
class Signals implements Disposable {
  /** Whether one was sent. */
  sent = false;
  readonly #timers: ReturnType<typeof setTimeout>[] = [];
  readonly #children: readonly Deno.ChildProcess[];

  constructor(children: readonly Deno.ChildProcess[]) {
    this.#children = children;
  }

  /** Sends one in some milliseconds, if it is still wanted then. */
  sendLater(
    signal: Deno.Signal,
    delay: number,
    isWanted: () => boolean = () => true,
  ): void {
    const send = () => {
      if (!isWanted()) return;
      this.sent = true;
      for (const child of this.#children) {
        try {
          child.kill(signal);
        } catch {
          // It has ended
        }
      }
    };
    this.#timers.push(setTimeout(send, delay));
  }

  [Symbol.dispose](): void {
    this.#timers.forEach(clearTimeout);
  }
}

function lost(reason: string, resume: string): Deno.CommandStatus {
  console.error(
    `Cannot go on: every worker must be there: ${reason}; ${resume}`,
  );
  return { success: false, code: TASK_LOST, signal: null };
}
