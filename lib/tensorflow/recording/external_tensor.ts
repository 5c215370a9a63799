import type { TensorData, TensorFlowBackend } from "../backend/mod.ts";
import type { TableEntry } from "../eager/tensor_table.ts";
import { tf } from "../tfjs.ts";
import type { SymbolicTensor } from "./graph.ts";

/** A value that TensorFlow has, or will have: see {@linkcode TableEntry}. */
export type TensorValue = Pick<TableEntry, "handle" | "version">;

/** Where a source's value was. */
interface Found {
  readonly dataId: tf.DataId;
  readonly data: TensorData;
  readonly id: number;
  readonly entry: TableEntry;
}

/**
 * A tensor or a variable from outside, as a recording looks it up at each call
 * and writes it back. What was found is kept for as long as it holds: looking
 * dozens of weights up anew took half of the time that a call spends in
 * JavaScript.
 */
export class ExternalTensor {
  readonly #backend: TensorFlowBackend;
  readonly #source: tf.Variable | { readonly dataId: tf.DataId };
  /** Nothing where it is a tensor. */
  readonly variable: tf.Variable | undefined;
  #found: Found | undefined;

  constructor(
    backend: TensorFlowBackend,
    source: tf.Variable | { readonly dataId: tf.DataId },
  ) {
    this.#backend = backend;
    this.#source = source;
    this.variable = source instanceof tf.Variable ? source : undefined;
  }

  /**
   * Its value now.
   *
   * @throws {Error} if it was disposed.
   */
  get value(): TensorValue {
    return this.#find().entry;
  }

  /** Whether it can be read. */
  get isAlive(): boolean {
    return !this.variable?.isDisposed &&
      this.#backend.isAlive(this.#source.dataId);
  }

  /** @throws {Error} if it is a variable that was disposed. */
  requireAlive(): void {
    const variable = this.variable;
    if (!variable?.isDisposed) return;
    throw new Error(
      `Cannot call the recorded function: variable "${variable.name}" must be alive: it was disposed`,
    );
  }

  /** Gives a variable a new value, in place where nothing else sees its data. */
  assign(
    { handle, version }: TensorValue,
    { shape, dtype }: SymbolicTensor,
  ): void {
    const { binding, captured } = this.#backend;
    const { data, dataId, entry } = this.#find();
    if (data.refCount === 1 && !captured.has(dataId)) {
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

  #find(): Found {
    this.requireAlive();
    const found = this.#found;
    const holds = found?.dataId === this.#source.dataId &&
      found.data.id === found.id && found.entry.handle !== 0n;
    return holds ? found : this.#found = this.#lookUp();
  }

  #lookUp(): Found {
    const { dataId } = this.#source;
    if (!this.#backend.isAlive(dataId)) {
      throw new Error(
        "Cannot call the recorded function: a tensor that it uses from outside must be alive: it was disposed; keep it with tf.keep(), or pass it as an argument",
      );
    }
    // Uploads what TensorFlow has not been given yet
    const [id] = this.#backend.getInputTensorIds([
      this.#source as tf.TensorInfo,
    ]);
    const data = this.#backend.dataOf(dataId);
    return { dataId, data, id, entry: this.#backend.binding.tensors.get(id) };
  }
}
