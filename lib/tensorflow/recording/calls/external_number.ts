import type { TensorFlowBackend } from "../../backend/mod.ts";
import type { TensorTable } from "../../eager/tensor_table.ts";
import { DType } from "../../ffi/dtypes.ts";
import type { External, TensorValue } from "./external.ts";

/** So many numbers are kept in TensorFlow; calls in its queue have theirs. */
const MAX_NUMBERS = 8;

/**
 * A number of the caller's, such as a learning rate, that each call reads anew.
 */
export class ExternalNumber implements External, Disposable {
  readonly variable = undefined;
  readonly isAlive = true;
  readonly #tensors: TensorTable;
  readonly #read: (ahead: number) => number;
  /** The scalars' numbers in the table, the last used at the end. */
  readonly #ids = new Map<number, number>();

  /** @param read Receives how many calls are pending before the one. */
  constructor(
    { binding }: TensorFlowBackend,
    read: (ahead: number) => number,
  ) {
    this.#tensors = binding.tensors;
    this.#read = read;
  }

  /** The current number as a float32 scalar. */
  get value(): TensorValue {
    return this.valueAhead(0);
  }

  /**
   * The number as a call will find it behind so many pending ones. It is its own
   * version: a call that found it is valid as long as it is the same.
   */
  valueAhead(calls: number): TensorValue {
    const number = this.#read(calls);
    const id = this.#ids.get(number) ??
      this.#tensors.create([], DType.FLOAT, Float32Array.of(number));
    this.#ids.delete(number);
    this.#ids.set(number, id);
    for (const [oldest, id] of this.#ids) {
      if (this.#ids.size <= MAX_NUMBERS) break;
      this.#ids.delete(oldest);
      this.#tensors.delete(id);
    }
    return { handle: this.#tensors.get(id).handle, version: number };
  }

  /** Frees the scalars; calls in TensorFlow's queue still have them. */
  [Symbol.dispose](): void {
    for (const id of this.#ids.values()) this.#tensors.delete(id);
    this.#ids.clear();
  }
}
