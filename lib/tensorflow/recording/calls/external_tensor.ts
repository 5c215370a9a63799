import type { TensorData } from "../../backend/host_values.ts";
import type { TensorFlowBackend } from "../../backend/mod.ts";
import type { TableEntry } from "../../eager/tensor_table.ts";
import { tf } from "../../tfjs.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";
import type { External, TensorValue } from "./external.ts";

/** Where the tensor's value was last found. */
interface CachedLookup {
  readonly dataId: tf.DataId;
  readonly data: TensorData;
  readonly id: number;
  readonly entry: TableEntry;
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
