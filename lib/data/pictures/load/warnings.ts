/** Lines about files that are left out; then only their number is told. */
const MAXIMUM_LINES = 100;

/** Passes warnings on, up to a number of lines. */
export class Warnings {
  #count = 0;
  readonly #tell: ((message: string) => void) | undefined;

  constructor(tell: ((message: string) => void) | undefined) {
    this.#tell = tell;
  }

  /** Passes a line on, or counts it. */
  add(line: string): void {
    if (++this.#count <= MAXIMUM_LINES) this.#tell?.(line);
  }

  /** Says how many lines were not passed on. */
  close(): void {
    const more = this.#count - MAXIMUM_LINES;
    if (more > 0) this.#tell?.(`Left out ${more} more files or folders`);
  }
}
