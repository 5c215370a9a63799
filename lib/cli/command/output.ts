/**
 * Commands write results to standard output, and everything else to standard error.
 *
 * @module
 */

/** The results could not be written to standard output. */
export class OutputError extends Error {
  override name = "OutputError";
}

const encoder = new TextEncoder();
/** Asked at the start, since a terminal that was closed no longer counts as one. */
const terminal = Deno.stdout.isTerminal();
let closed = false;
/** The task of a cluster that this process is, if another one speaks for all. */
let silentTask: string | undefined;

/**
 * Has this process write nothing more but why it ends, since the chief of its cluster
 * tells the user what all tasks do.
 *
 * @param task Its name, to begin that line.
 */
export function speakAs(task: string): void {
  silentTask = task;
}

/** Writes why a command ends to standard error, also in a task that is silent. */
export function sayWhy(line: string): void {
  write(silentTask === undefined ? line : `${silentTask}: ${line}`);
}

/**
 * Writes a line of results to standard output. The command goes on if a pipe's reader
 * or the terminal is gone: a run keeps its results in its folder too.
 *
 * @throws {OutputError} if the line could not be written, for example on a full disk.
 */
export function print(line: string): void {
  if (closed || silentTask !== undefined) return;
  let rest = encoder.encode(`${line}\n`);
  try {
    while (rest.length > 0) rest = rest.subarray(Deno.stdout.writeSync(rest));
  } catch (error) {
    if (terminal || error instanceof Deno.errors.BrokenPipe) {
      closed = true;
      say("Standard output is closed: further results are not shown");
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
  if (silentTask === undefined) write(line);
}

function write(line: string): void {
  try {
    Deno.stderr.writeSync(encoder.encode(`${line}\n`));
  } catch {
    // A run goes on without its terminal
  }
}
