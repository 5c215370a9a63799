import type { TensorData, TensorFlowBackend } from "../backend/mod.ts";
import type { TableEntry, TensorTable } from "../eager/tensor_table.ts";
import { DType } from "../ffi/dtypes.ts";
import { tf } from "../tfjs.ts";
import type { SymbolicTensor } from "./graph/graph.ts";

/** A value in TensorFlow, or one that it is about to compute. */
export type TensorValue = Pick<TableEntry, "handle" | "version">;

/** Where the tensor's value was last found. */
interface CachedLookup {
  readonly dataId: tf.DataId;
  readonly data: TensorData;
  readonly id: number;
  readonly entry: TableEntry;
}

/** A value that a recorded function uses from outside. */
export interface External {
  /** The variable; undefined if it is anything else. */
  readonly variable: tf.Variable | undefined;
  /**
   * The current value.
   *
   * @throws {Error} if it was disposed.
   */
  readonly value: TensorValue;
  /** Whether it can be read. */
  readonly isAlive: boolean;
}

/** So many numbers are kept in TensorFlow: those of calls that are pending. */
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

  /** The number as a call will find it behind so many pending ones. */
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
    return this.#tensors.get(id);
  }

  /** Frees the scalars; calls in TensorFlow's queue still have them. */
  [Symbol.dispose](): void {
    for (const id of this.#ids.values()) this.#tensors.delete(id);
    this.#ids.clear();
  }
}

/**
 * A tensor or variable that a recorded function uses from outside. Each call
 * reads its value and, if the function assigns it, writes it back.
 *
 * Lookups are cached: looking up dozens of weights again took half the time
 * that a call spends in JavaScript.
 */
export class ExternalTensor implements External {
  readonly #backend: TensorFlowBackend;
  readonly #tensor: tf.Variable | { readonly dataId: tf.DataId };
  /** The variable; undefined for a tensor. */
  readonly variable: tf.Variable | undefined;
  #cache: CachedLookup | undefined;

  constructor(
    backend: TensorFlowBackend,
    tensor: tf.Variable | { readonly dataId: tf.DataId },
  ) {
    this.#backend = backend;
    this.#tensor = tensor;
    this.variable = tensor instanceof tf.Variable ? tensor : undefined;
  }

  /**
   * The current value.
   *
   * @throws {Error} if it was disposed.
   */
  get value(): TensorValue {
    return this.#find().entry;
  }

  /** Whether it can be read. */
  get isAlive(): boolean {
    return !this.variable?.isDisposed &&
      this.#backend.isAlive(this.#tensor.dataId);
  }

  /** @throws {Error} if it is a disposed variable. */
  requireAlive(): void {
    const variable = this.variable;
    if (!variable?.isDisposed) return;
    throw new Error(
      `Cannot call the recorded function: variable "${variable.name}" must be alive: it was disposed`,
    );
  }

  /** Assigns the variable, in place if no other tensor shares its data. */
  assign(
    { handle, version }: TensorValue,
    { shape, dtype }: SymbolicTensor,
  ): void {
    const { binding, captured } = this.#backend;
    const { data, dataId, id, entry } = this.#find();
    const isWhole = data.id === id; // Not in another shape than its data has
    if (isWhole && data.refCount === 1 && !captured.has(dataId)) {
      binding.tensors.replace(entry, handle, version);
      return;
    }
    const value = this.#backend.createOutputTensor({
      id: binding.tensors.adopt(handle, shape, dtype, version),
      shape,
      dtype,
    });
    this.variable!.assign(value);
    value.dispose();
  }

  #find(): CachedLookup {
    this.requireAlive();
    const cache = this.#cache;
    const isStillValid = cache?.dataId === this.#tensor.dataId &&
      cache.data.id === cache.id && cache.entry.handle !== 0n;
    return isStillValid ? cache : this.#cache = this.#lookUp();
  }

  #lookUp(): CachedLookup {
    const { dataId } = this.#tensor;
    if (!this.#backend.isAlive(dataId)) {
      throw new Error(
        "Cannot call the recorded function: a tensor that it uses from outside must be alive: it was disposed; keep it with tf.keep(), or pass it as an argument",
      );
    }
    // Uploads the values if TensorFlow doesn't have them yet
    const [id] = this.#backend.getInputTensorIds([
      this.#tensor as tf.TensorInfo,
    ]);
    const data = this.#backend.dataOf(dataId);
    return { dataId, data, id, entry: this.#backend.binding.tensors.get(id) };
  }
}
