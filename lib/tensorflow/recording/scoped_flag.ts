/** A flag that is set while a function runs. */
export class ScopedFlag {
  #isSet = false;

  get isSet(): boolean {
    return this.#isSet;
  }

  /** Runs a function while the flag is set. */
  during<Result>(fn: () => Result): Result {
    const outer = this.#isSet;
    this.#isSet = true;
    try {
      return fn();
    } finally {
      this.#isSet = outer;
    }
  }
}
