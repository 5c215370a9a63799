const SIGNALS: readonly Deno.Signal[] = ["SIGINT", "SIGTERM"];

/**
 * Runs a task that cleans up after itself when its signal is aborted: by the
 * caller's signal, or by Ctrl-C and SIGTERM, which would otherwise end the
 * process with half-written files.
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
