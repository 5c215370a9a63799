/// <reference lib="dom" />
/** Reads the newest image again and again, one at a time. @module */
import type { Pixels } from "./input/source.ts";
import type { Network, Reading } from "./network/network.ts";

/** What is read, and when its image came to be. */
export interface Read {
  readonly pixels: Pixels | undefined;
  /** Undefined if nothing is drawn. */
  readonly reading: Reading | undefined;
  /** When the image changed, in milliseconds of `performance.now()`. */
  readonly since: number;
}

/** Options of {@linkcode NewestReader}. */
export interface NewestReaderOptions {
  /** The image of this moment. */
  readonly pixels: () => Pixels | undefined;
  readonly onRead: (read: Read) => void;
  /** The network can't read any more: its graphics card is gone, for example. */
  readonly onFail: () => void;
}

/**
 * Keeps the answers up with the pen: while the network reads, newer images replace
 * each other, and the last one is read next.
 */
export class NewestReader {
  readonly #options: NewestReaderOptions;
  #network: Network | undefined;
  #waiting: number | undefined;
  #running = false;

  constructor(options: NewestReaderOptions) {
    this.#options = options;
  }

  /** From now on, this network reads; undefined: none does. */
  set network(network: Network | undefined) {
    this.#network = network;
    // What was drawn before waits for the network, not the network for a drawing
    this.#waiting = undefined;
  }

  /**
   * The image has changed.
   *
   * @param since When, in milliseconds of `performance.now()`.
   */
  changed(since = performance.now()): void {
    this.#waiting ??= since;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#waiting !== undefined && this.#network) {
        const since = this.#waiting;
        this.#waiting = undefined;
        const pixels = this.#options.pixels();
        const reading = pixels && await this.#network.read(pixels);
        this.#options.onRead({ pixels, reading, since });
      }
    } catch {
      this.#network = undefined;
      this.#options.onFail();
    } finally {
      this.#running = false;
    }
  }
}
