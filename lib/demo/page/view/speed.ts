/// <reference lib="dom" />
/** How long answers take, in words. @module */

/** Answers that the median is taken of. */
const count = 30;
/** The words change no more often than this, in milliseconds. */
const pause = 250;

/** Shows the median time from a stroke to its answer. */
export class Speed {
  readonly #element: HTMLElement;
  #times: number[] = [];
  #shown = -Infinity;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /** Another backend answers from now on. */
  reset(): void {
    this.#times = [];
    this.#shown = -Infinity;
    this.#element.textContent = "";
  }

  /** An answer took so many milliseconds. */
  answered(milliseconds: number): void {
    this.#times = [...this.#times.slice(1 - count), milliseconds];
    const now = performance.now();
    if (now - this.#shown < pause) return;
    this.#shown = now;
    const sorted = this.#times.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)];
    this.#element.textContent = `From a stroke to its answer: ${
      median.toFixed(1)
    } ms.`;
  }
}
