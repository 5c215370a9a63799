/** Runs trials in parallel, each in its own process. @module */

/** How a trial's process ended. */
export type TrialEnd = "trained" | "interrupted" | "failed";

/**
 * Runs a job for each item, started in the items' order.
 *
 * @param jobs How many run at the same time.
 * @param signal Once it aborts, no other job is started.
 */
export async function runInParallel<Item>(
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
 * Estimates how long the remaining jobs will take, in seconds.
 *
 * @param durations Of the completed jobs, in seconds; at least one.
 * @param elapsed Since the first job started, in seconds.
 * @param count Number of all jobs.
 * @param jobs How many run at the same time.
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
 * Runs a trial in its own process.
 *
 * When its standard input ends, the process saves a checkpoint and exits. That happens
 * when the signal aborts, and also if this process is killed.
 *
 * @param script The module that trains the trial.
 * @param order What to train: the script's argument, as JSON.
 * @param log Gets what the process writes.
 * @param permissions Flags for `deno run`.
 */
export async function runProcess(
  script: URL,
  order: object,
  log: Deno.FsFile,
  permissions: readonly string[],
  signal: AbortSignal,
): Promise<TrialEnd> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      ...permissions,
      script.href,
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
      for await (const bytes of stream) await log.write(bytes);
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
