import { tf } from "../../tfjs.ts";

/**
 * The order in which examples are learnt from: one pass over all of them after
 * another, each in an order of its own.
 */
export class ExampleOrder {
  readonly #order: number[];
  readonly #shuffles: boolean;
  #position = 0;

  constructor(count: number, shuffles: boolean) {
    this.#order = Array.from({ length: count }, (_, index) => index);
    this.#shuffles = shuffles;
  }

  /** The next examples, fewer at the end of a pass. */
  take(limit: number): readonly number[] {
    if (this.#position === 0 && this.#shuffles) tf.util.shuffle(this.#order);
    const end = Math.min(this.#order.length, this.#position + limit);
    const taken = this.#order.slice(this.#position, end);
    this.#position = end === this.#order.length ? 0 : end;
    return taken;
  }
}
