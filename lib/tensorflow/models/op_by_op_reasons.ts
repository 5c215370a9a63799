/** Says why something runs op by op, each reason once. */
export class OpByOpReasons {
  readonly #what: () => string;
  /** Those that nobody has been told yet. */
  readonly #untold: string[] = [];
  readonly #told = new Set<string>();

  /** @param what Begins the line: `Model "sequential" trains`. */
  constructor(what: () => string) {
    this.#what = what;
  }

  /** Notes an error, which is told unless running op by op fails, too. */
  add(error: unknown): void {
    this.#untold.push(error instanceof Error ? error.message : `${error}`);
  }

  /** Tells the reasons that were noted. */
  tellAll(): void {
    for (const reason of this.#untold.splice(0)) this.tell(reason);
  }

  /** Tells a reason, unless it was told before. */
  tell(reason: string): void {
    if (this.#told.has(reason)) return;
    this.#told.add(reason);
    console.warn(`${this.#what()} op by op: ${reason}`);
  }
}
