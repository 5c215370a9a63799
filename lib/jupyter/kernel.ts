/**
 * Output through the Jupyter kernel; no other file talks to it. Outside a
 * notebook, output is text on the console, so that cells also run as a script.
 *
 * @module
 */

/** The same output in several MIME types, of which the front end shows the best. */
export interface Bundle {
  /** What it shows, in words. */
  readonly "text/plain": string;
  /** What pages show that run scripts or allow HTML. */
  readonly "text/html"?: string;
  /** Base64. */
  readonly "image/png"?: string;
}

/** Metadata key of an output that `deno task notebooks --write` does not save. */
export const loaderMark = "plotly-loader";

/** Options of {@linkcode display}. */
export interface DisplayOptions {
  /** Name of the output, by which a later bundle can replace it. */
  readonly id?: string;
  /** Whether to replace the output of that name instead of adding one. Default: false. */
  readonly update?: boolean;
  readonly metadata?: Record<string, unknown>;
}

/** Where output goes: the Jupyter kernel, or a test's listener. */
export interface Outlet {
  broadcast(
    type: string,
    content: Record<string, unknown>,
  ): Promise<void> | void;
}

/**
 * Pause after the last message of a cell. A headless client stops listening as
 * soon as the cell ends, and loses messages that are still on their way.
 */
const settleMilliseconds = 50;

let outlet: Outlet | undefined;

/** Sends all output to `listener`, until called without one. */
export function redirect(listener?: Outlet): void {
  outlet = listener;
}

/** Whether output goes to a notebook rather than to the console. */
export function inNotebook(): boolean {
  return (outlet ?? kernel()) !== undefined;
}

/** Shows a bundle below the cell. */
export async function display(
  bundle: Bundle,
  { id, update = false, metadata = {} }: DisplayOptions = {},
): Promise<void> {
  const to = outlet ?? kernel();
  if (!to) {
    console.log(bundle["text/plain"]);
    return;
  }
  await to.broadcast(update ? "update_display_data" : "display_data", {
    data: bundle,
    metadata,
    transient: id === undefined ? {} : { display_id: id },
  });
}

/** Writes text below the cell; `\r` returns to the start of the line. */
export async function write(text: string): Promise<void> {
  const to = outlet ?? kernel();
  if (!to) {
    Deno.stdout.writeSync(new TextEncoder().encode(text));
    return;
  }
  await to.broadcast("stream", { name: "stdout", text });
}

/** Waits until all messages have left the kernel. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, settleMilliseconds));
}

function kernel(): Outlet | undefined {
  try {
    // Throws outside a notebook.
    const { broadcast } = Deno.jupyter;
    return { broadcast: (type, content) => broadcast(type, content) };
  } catch {
    return undefined;
  }
}
