/**
 * What commands write: results to standard output, all else to standard error.
 *
 * @module
 */

/** Standard output can't take the results. */
export class OutputError extends Error {
  override name = "OutputError";
}

const encoder = new TextEncoder();
/** Asked at the start: one that was closed says it is none. */
const terminal = Deno.stdout.isTerminal();
let closed = false;

/**
 * Writes a line of results to standard output. A pipe that nobody reads any
 * more, or a terminal that was closed, does not end the command: a run keeps its
 * results in its folder too.
 *
 * @throws {OutputError} if it can't be written, for example on a full disk.
 */
export function print(line: string): void {
  if (closed) return;
  let rest = encoder.encode(`${line}\n`);
  try {
    while (rest.length > 0) rest = rest.subarray(Deno.stdout.writeSync(rest));
  } catch (error) {
    if (terminal || error instanceof Deno.errors.BrokenPipe) {
      closed = true;
      say("Standard output is closed: results go to no one from here on");
      return;
    }
    throw new OutputError(
      `Cannot write results to standard output: ${
        (error as Error).message
      }; make room or send it elsewhere`,
      { cause: error },
    );
  }
}

/** Writes a line to standard error. */
export function say(line: string): void {
  try {
    Deno.stderr.writeSync(encoder.encode(`${line}\n`));
  } catch {
    // A closed terminal is no reason to end a run
  }
}
