/// <reference lib="dom" />
/** How long answers take, in words. @module */

/** Answers that the median is taken of. */
const count = 30;

/** Shows the median time from a stroke to its answer. */
export class Speed {
  readonly #element: HTMLElement;
  #times: number[] = [];

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /** Another backend answers from now on. */
  reset(): void {
    this.#times = [];
    this.#element.textContent = "";
  }

  /** An answer took so many milliseconds. */
  answered(milliseconds: number): void {
    this.#times = [...this.#times.slice(1 - count), milliseconds];
    const sorted = this.#times.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)];
    this.#element.textContent = `An answer takes ${
      median.toFixed(1)
    } ms, drawing included.`;
  }
}
