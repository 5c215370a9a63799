/** Text below a cell: whole lines, and one line that keeps changing. @module */
import { settle, write } from "./kernel.ts";

/** Front ends limit messages; ten a second look continuous. */
const updateMilliseconds = 100;

/**
 * Prints values as `console.log` does, and waits until they have left the
 * kernel. What `console.log` prints at the end of a cell can come too late: it
 * stands below the next cell, or is lost.
 */
export async function print(...values: unknown[]): Promise<void> {
  const texts = values.map((value) =>
    typeof value === "string" ? value : Deno.inspect(value)
  );
  await write(`${texts.join(" ")}\n`);
  await settle();
}

/** Lines of a log with a progress bar as the last of them. */
export class LogLines {
  #lastUpdate = -Infinity;
  #skipped?: () => string;
  #width = 0;

  /**
   * Replaces the last line, unless it is less than a tenth of a second old.
   * Cheap to call after each batch.
   *
   * @param line a function, so that a skipped line is not computed
   */
  async update(line: () => string): Promise<void> {
    this.#skipped = line;
    if (performance.now() - this.#lastUpdate < updateMilliseconds) return;
    this.#skipped = undefined;
    await this.#rewrite(line());
    this.#lastUpdate = performance.now();
  }

  /**
   * Replaces the last line for good and goes to the next.
   *
   * @param line by default what {@linkcode update} was last called with
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
    // Spaces wipe out what a longer line left behind.
    await write(`\r${line.padEnd(this.#width)}`);
    this.#width = line.length;
  }
}
