/**
 * The only file that speaks to Jupyter's kernel. Outside of a notebook
 * everything is written to the console as text, so that cells also run as a
 * script.
 *
 * @module
 */

/** The same output in several MIME types; the front end takes the best. */
export interface Bundle {
  readonly "text/plain": string;
  readonly "text/html"?: string;
  /** Base64. */
  readonly "image/png"?: string;
}

/** Marks, in its metadata, an output that is not saved with a notebook. */
export const loaderMark = "plotly-loader";

/** How a bundle is shown. */
export interface DisplayOptions {
  /** Names the output, so that a later bundle can replace it. */
  readonly id?: string;
  /** Replaces the output of that name instead of adding one. */
  readonly update?: boolean;
  readonly metadata?: Record<string, unknown>;
}

/** Where output goes; a test can listen in its place. */
export interface Outlet {
  broadcast(
    type: string,
    content: Record<string, unknown>,
  ): Promise<void> | void;
}

/**
 * How long a helper waits after its last message. A headless client stops
 * listening when a cell is done, and loses what is still on its way then.
 */
const settleMilliseconds = 50;

let outlet: Outlet | undefined;

/** Sends everything to `listener` instead, until called without one. */
export function redirect(listener?: Outlet): void {
  outlet = listener;
}

/** Whether outputs go to a notebook, and not to a console. */
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

/** Writes text below the cell; `\r` goes back to the start of the line. */
export async function write(text: string): Promise<void> {
  const to = outlet ?? kernel();
  if (!to) {
    Deno.stdout.writeSync(new TextEncoder().encode(text));
    return;
  }
  await to.broadcast("stream", { name: "stdout", text });
}

/** Waits until what was sent has left the kernel. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, settleMilliseconds));
}

function kernel(): Outlet | undefined {
  try {
    // Throws outside of a notebook.
    const { broadcast } = Deno.jupyter;
    return { broadcast: (type, content) => broadcast(type, content) };
  } catch {
    return undefined;
  }
}
