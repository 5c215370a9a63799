/** `deno task train --workers N`: several processes on this machine. @module */

/** How many processes the flags ask for; 1 without `--workers`. */
export function workerCount(args: readonly string[]): number {
  const at = args.findLastIndex((arg) => /^--workers(=|$)/.test(arg));
  if (at < 0) return 1;
  const [, value = args[at + 1] ?? ""] = args[at].split("=");
  // The command itself says what is wrong with another value
  return /^\d+$/.test(value) ? Math.max(1, Number(value)) : 1;
}

/** The variable `TF_CONFIG` for each of several tasks on this machine. */
export function clusterVariables(count: number): string[] {
  const listeners = Array.from(
    { length: count },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  const worker = listeners.map((listener) => {
    const { port } = listener.addr;
    listener.close();
    return `127.0.0.1:${port}`;
  });
  return worker.map((_, index) =>
    JSON.stringify({ cluster: { worker }, task: { type: "worker", index } })
  );
}

/** Milliseconds in which the others notice by themselves that one has failed. */
const NOTICE_MS = 5000;
/** Milliseconds in which they must have ended after that. */
const END_MS = 10_000;

/**
 * Waits for all processes. If one fails, the others get time to notice and are then
 * ended.
 *
 * @returns How the one ended that failed first, or else the first process; that one's
 * end too if it only noticed that another was killed.
 */
export async function endOfAll(
  children: readonly Deno.ChildProcess[],
): Promise<Deno.CommandStatus> {
  const timers: ReturnType<typeof setTimeout>[] = [];
  const kill = (signal: Deno.Signal, delay: number) =>
    timers.push(setTimeout(() => {
      for (const child of children) {
        try {
          child.kill(signal);
        } catch {
          // It has ended
        }
      }
    }, delay));
  let failed: Deno.CommandStatus | undefined;
  const all = await Promise.all(children.map(async ({ status }) => {
    const end = await status;
    if (!end.success && !failed) {
      failed = end;
      // Twice: a command that waits for others ends at the second signal
      kill("SIGTERM", NOTICE_MS);
      kill("SIGTERM", NOTICE_MS + 1000);
      kill("SIGKILL", NOTICE_MS + END_MS);
    }
    return end;
  }));
  timers.forEach(clearTimeout);
  return failed && (failed.signal === null || all[0].success) ? failed : all[0];
}
