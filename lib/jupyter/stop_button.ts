/** The Stop button, which ends a cell and keeps its kernel. @module */

/** Thrown by {@linkcode stoppable} when the Stop button was pressed. */
export class StoppedError extends Error {
  /** @ignore */
  override readonly name = "StoppedError";
}

const running = new Set<AbortController>();
let listening = false;

/**
 * Keeps the kernel alive when the Stop button sends it SIGINT. Without a listener
 * the process would end and all state be lost. Idempotent.
 */
export function surviveStop(): void {
  if (listening) return;
  listening = true;
  Deno.addSignalListener("SIGINT", () => {
    for (const controller of running) controller.abort();
  });
}

/**
 * Runs work that the Stop button can end.
 *
 * The work checks `signal` between batches. It must also give the event loop a
 * turn there (see {@linkcode breathe}), or the signal never arrives.
 *
 * Cells that are already queued still run: Deno's kernel goes on after an error.
 *
 * @throws {StoppedError} After the work has ended, if the button was pressed
 */
export async function stoppable<T>(
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  surviveStop();
  const controller = new AbortController();
  running.add(controller);
  try {
    const result = await work(controller.signal);
    controller.signal.throwIfAborted();
    return result;
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    throw new StoppedError("Stopped: run the cell again to go on", {
      cause: error,
    });
  } finally {
    running.delete(controller);
  }
}

/** Gives timers and signals a turn, which awaiting a settled promise does not. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
