/** Trials side by side, each in a process of its own. @module */
import { SweepError } from "./errors.ts";

/** A trial's process has ended. */
export type TrialEnd = "trained" | "interrupted" | "failed";

/**
 * Runs a job for each item, several at once, in the items' order.
 *
 * @param jobs How many at once.
 * @param signal No further job is begun once it aborts.
 */
export async function sideBySide<Item>(
  items: readonly Item[],
  jobs: number,
  signal: AbortSignal,
  job: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item; !signal.aborted && (item = left.shift()) !== undefined;) {
      await job(item);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
}

/**
 * About how long the jobs that are left will take, in seconds.
 *
 * @param durations Of the jobs that have ended, in seconds; at least one.
 * @param elapsed Since the first was begun, in seconds.
 * @param count Of all jobs.
 * @param jobs How many at once.
 */
export function secondsLeft(
  durations: readonly number[],
  elapsed: number,
  count: number,
  jobs: number,
): number {
  const mean = durations.reduce((a, b) => a + b) / durations.length;
  return Math.max(0, mean * Math.ceil(count / jobs) - elapsed);
}

/**
 * Runs `lib/cli/sweep/trial.ts` in a process of its own.
 *
 * The process ends in order, with a checkpoint, when its standard input does: at
 * the signal, and also if this process is killed.
 *
 * @param order What it is told, as JSON.
 * @param log Path of the file that takes what it writes.
 * @param permissions Its flags for `deno run`.
 * @throws {SweepError} if the log can't be written.
 */
export async function runProcess(
  order: object,
  log: string,
  permissions: readonly string[],
  signal: AbortSignal,
): Promise<TrialEnd> {
  const script = new URL("../cli/sweep/trial.ts", import.meta.url).href;
  using file = await openLog(log);
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      ...permissions,
      script,
      JSON.stringify(order),
    ],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  const stop = () => void input.close().catch(() => {});
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  try {
    const copy = async (stream: ReadableStream<Uint8Array>) => {
      for await (const bytes of stream) await file.write(bytes);
    };
    await Promise.all([copy(child.stdout), copy(child.stderr)]);
    const { code } = await child.status;
    if (code === 0) return "trained";
    return signal.aborted ? "interrupted" : "failed";
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

async function openLog(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { append: true, create: true });
  } catch (error) {
    throw new SweepError(
      `Cannot write "${path}": ${
        (error as Error).message
      }; choose another folder with --out`,
    );
  }
}
