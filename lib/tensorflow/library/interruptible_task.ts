const SIGNALS: readonly Deno.Signal[] = ["SIGINT", "SIGTERM"];

/**
 * Runs a task with a signal that aborts on Ctrl-C, on SIGTERM and with the
 * caller's signal, so that the task can remove half-written files first.
 */
export async function runInterruptibly<T>(
  signal: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const interrupt = () =>
    controller.abort(new DOMException("Interrupted", "AbortError"));
  for (const name of SIGNALS) Deno.addSignalListener(name, interrupt);
  try {
    return await task(
      signal === undefined
        ? controller.signal
        : AbortSignal.any([signal, controller.signal]),
    );
  } finally {
    for (const name of SIGNALS) Deno.removeSignalListener(name, interrupt);
  }
}
