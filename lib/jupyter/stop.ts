/** The Stop button: ends what runs and keeps the kernel. @module */

/** Thrown from a cell that was stopped. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
}

const running = new Set<AbortController>();
let listening = false;

/**
 * Makes the kernel survive the Stop button, which sends it SIGINT: without a
 * listener the process ends and all state is lost. Idempotent.
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
 * The work looks at `signal` between two batches, and must give the event
 * loop a turn there (see {@linkcode breathe}), or the button is not heard.
 *
 * Cells that already wait in a queue run nevertheless: Deno's kernel goes on
 * after an error.
 *
 * @throws {StoppedError} If the button was pressed, once the work has ended
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

/** Lets timers and signals in, which a chain of promises alone does not. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
