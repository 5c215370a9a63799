/** Text below a cell: printed lines, and a log whose last line is a progress bar. @module */
import { settle, write } from "./kernel.ts";

/** Front ends limit the rate of messages; ten per second look continuous. */
const updateMilliseconds = 100;

/**
 * Prints values like `console.log`, and waits until they have left the kernel.
 * What `console.log` prints at the end of a cell can come too late: it appears
 * below the next cell, or is lost.
 */
export async function print(...values: unknown[]): Promise<void> {
  const texts = values.map((value) =>
    typeof value === "string" ? value : Deno.inspect(value)
  );
  await write(`${texts.join(" ")}\n`);
  await settle();
}

/** A log with a progress bar as its last line. */
export class LogLines {
  #lastUpdate = -Infinity;
  #skipped?: () => string;
  #width = 0;

  /**
   * Replaces the last line, at most ten times per second. Cheap enough to call
   * after each batch.
   *
   * @param line Called only if the line is written
   */
  async update(line: () => string): Promise<void> {
    this.#skipped = line;
    if (performance.now() - this.#lastUpdate < updateMilliseconds) return;
    this.#skipped = undefined;
    await this.#rewrite(line());
    this.#lastUpdate = performance.now();
  }

  /**
   * Replaces the last line for good and begins a new one.
   *
   * @param line Default: the line of the last {@linkcode update}, if that was
   *   skipped
   */
  async end(line = this.#skipped?.()): Promise<void> {
    if (line !== undefined) await this.#rewrite(line);
    await write("\n");
    this.#skipped = undefined;
    this.#width = 0;
    this.#lastUpdate = -Infinity;
    await settle();
  }

  async #rewrite(line: string): Promise<void> {
    // Spaces overwrite the end of a longer line.
    await write(`\r${line.padEnd(this.#width)}`);
    this.#width = line.length;
  }
}
