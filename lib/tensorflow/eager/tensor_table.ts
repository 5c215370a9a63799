import { keyOfConstant } from "./constants.ts";
import { DType, dtypeName, elementCount } from "../ffi/dtypes.ts";
import { Status } from "../ffi/status.ts";
import type { Address } from "../ffi/symbols.ts";
import {
  newHostTensor,
  readHostTensor,
  type ReadValues,
  type Values,
} from "./host_tensor.ts";
import type { Runtime } from "./runtime.ts";

/** How many small constants are kept. */
const MAX_CONSTANTS = 256;

/** A live tensor. */
export interface TableEntry {
  /** `TFE_TensorHandle*`; changes when the value is replaced, 0 once freed. */
  handle: Address;
  /** Identifies the value, because addresses are reused. */
  version: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** The description of an operation's output. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/**
 * All live tensors by number. Addresses stay inside this library: a number that
 * isn't in the table is an error, but an address that is no longer valid would
 * end the process.
 */
export class TensorTable {
  readonly #runtime: Runtime;
  readonly #entries = new Map<number, TableEntry>();
  readonly #status: Status;
  /** Handles of small constants, which programs create again and again. */
  readonly #constants = new Map<string, Address>();
  #nextId = 0;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#status = new Status(runtime.library);
  }

  /** The number of live tensors. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * Reserves numbers that no tensor and no version has had.
   *
   * @param count How many consecutive numbers.
   * @returns The first.
   */
  newId(count = 1): number {
    const first = this.#nextId;
    this.#nextId += count;
    return first;
  }

  /**
   * Creates a tensor from values.
   *
   * @throws {RangeError | TypeError} as {@link newHostTensor} does.
   */
  create(shape: readonly number[], dtype: number, values: Values): number {
    const key = this.#runtime.gpu
      ? undefined
      : keyOfConstant(shape, dtype, values);
    const handle = key === undefined
      ? this.#newHandle(shape, dtype, values)
      : this.#shareConstant(key, shape, dtype, values);
    return this.adopt(handle, [...shape], dtype);
  }

  /** A handle to values that were seen before: one call instead of six. */
  #shareConstant(
    key: string,
    shape: readonly number[],
    dtype: number,
    values: Values,
  ): Address {
    const { library } = this.#runtime;
    let constant = this.#constants.get(key);
    if (constant === undefined) {
      constant = this.#newHandle(shape, dtype, values);
      if (this.#constants.size >= MAX_CONSTANTS) this.#freeConstants();
      this.#constants.set(key, constant);
    }
    const status = this.#status.address;
    const handle = library.TFE_TensorHandleCopySharingTensor(constant, status);
    this.#status.check(() => `share a tensor of shape [${shape}]`);
    return handle;
  }

  #freeConstants(): void {
    const { library } = this.#runtime;
    for (const handle of this.#constants.values()) {
      library.TFE_DeleteTensorHandle(handle);
    }
    this.#constants.clear();
  }

  #newHandle(
    shape: readonly number[],
    dtype: number,
    values: Values,
  ): Address {
    const { library } = this.#runtime;
    const tensor = newHostTensor(library, shape, dtype, values);
    let handle = library.TFE_NewTensorHandle(tensor, this.#status.address);
    library.TF_DeleteTensor(tensor);
    this.#status.check(() => `create a tensor of shape [${shape}]`);
    if (dtype === DType.FLOAT && this.#runtime.gpu) {
      handle = this.#copyToGpu(handle, this.#runtime.gpu.name);
    }
    return handle;
  }

  /**
   * Takes ownership of a handle with a known shape and dtype.
   *
   * @param id From {@linkcode newId}.
   */
  adopt(
    handle: Address,
    shape: number[],
    dtype: number,
    id = this.newId(),
  ): number {
    this.#entries.set(id, { handle, version: id, shape, dtype });
    return id;
  }

  /** Takes ownership of an operation's output and describes it. */
  adoptOutput(handle: Address): TensorMetadata {
    const { library } = this.#runtime;
    const status = this.#status.address;
    const dtype = library.TFE_TensorHandleDataType(handle);
    const rank = library.TFE_TensorHandleNumDims(handle, status);
    const shape = new Array<number>(Math.max(0, rank));
    for (let axis = 0; axis < rank; axis++) {
      shape[axis] = Number(library.TFE_TensorHandleDim(handle, axis, status));
    }
    try {
      this.#status.check(() => "ask an output's shape");
    } catch (error) {
      library.TFE_DeleteTensorHandle(handle);
      throw error;
    }
    return { id: this.adopt(handle, shape, dtype), shape, dtype };
  }

  /** Whether a number is a live tensor's. */
  has(id: number): boolean {
    return this.#entries.has(id);
  }

  /**
   * The tensor with a number.
   *
   * @throws {Error} if there is none.
   */
  get(id: number): TableEntry {
    const entry = this.#entries.get(id);
    if (!entry) {
      throw new Error(
        `Cannot use tensor ${id}: it must be alive: it was disposed, or belongs to another backend`,
      );
    }
    return entry;
  }

  /**
   * Replaces a live tensor's value by a handle of the same shape and dtype,
   * takes ownership of it and frees the old one.
   *
   * @param version From {@linkcode newId}.
   */
  replace(entry: TableEntry, handle: Address, version: number): void {
    this.#runtime.library.TFE_DeleteTensorHandle(entry.handle);
    entry.handle = handle;
    entry.version = version;
  }

  /**
   * Frees a tensor.
   *
   * @throws {Error} if it is not alive.
   */
  delete(id: number): void {
    const entry = this.get(id);
    this.#entries.delete(id);
    this.#runtime.library.TFE_DeleteTensorHandle(entry.handle);
    entry.handle = 0n;
  }

  /**
   * Copies a tensor's values.
   *
   * @throws {Error} if it is not alive.
   * @throws {TensorFlowError} if TensorFlow can't copy it to host memory.
   */
  read(id: number): ReadValues {
    const { library } = this.#runtime;
    const { handle, shape, dtype } = this.get(id);
    const tensor = library.TFE_TensorHandleResolve(
      handle,
      this.#status.address,
    );
    this.#status.check(() =>
      `read a tensor of shape [${shape}] and dtype ${dtypeName(dtype)}`
    );
    try {
      return readHostTensor(library, tensor, dtype, elementCount(shape));
    } finally {
      library.TF_DeleteTensor(tensor);
    }
  }

  #copyToGpu(handle: Address, device: string): Address {
    const { library, context } = this.#runtime;
    const copy = library.TFE_TensorHandleCopyToDevice(
      handle,
      context,
      new TextEncoder().encode(device + "\0"),
      this.#status.address,
    );
    library.TFE_DeleteTensorHandle(handle);
    this.#status.check(() => `copy a tensor to ${device}`);
    return copy;
  }
}
