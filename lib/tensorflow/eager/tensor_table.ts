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

/** A live tensor handle and what is known of it. */
export interface TableEntry {
  /** Another one where the tensor was replaced; 0 once it is freed. */
  handle: Address;
  /** A number that no other value has had: addresses are used again. */
  version: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** What an operation tells of each output. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/**
 * Every live `TFE_TensorHandle`, by a number. Addresses never leave this
 * library: a number that is not in the table is an error, where an address
 * that is no longer valid would end the process.
 */
export class TensorTable {
  readonly #runtime: Runtime;
  readonly #entries = new Map<number, TableEntry>();
  readonly #status: Status;
  #nextId = 0;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#status = new Status(runtime.library);
  }

  /** The number of live handles. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * The first of some numbers that no tensor, and no version of one, has had.
   *
   * @param count How many; they follow one another.
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
    const { library } = this.#runtime;
    const tensor = newHostTensor(library, shape, dtype, values);
    let handle = library.TFE_NewTensorHandle(tensor, this.#status.address);
    library.TF_DeleteTensor(tensor);
    this.#status.check(() => `create a tensor of shape [${shape}]`);
    if (dtype === DType.FLOAT && this.#runtime.gpu) {
      handle = this.#copyToGpu(handle, this.#runtime.gpu.name);
    }
    return this.adopt(handle, [...shape], dtype);
  }

  /**
   * Takes over a handle, with the shape and dtype it is known to have.
   *
   * @param id Of {@linkcode newId}.
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

  /** Takes over a handle that an operation returned, and describes it. */
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

  /**
   * The tensor of a number.
   *
   * @throws {Error} if there is none: it was disposed, or never was here.
   */
  get(id: number): TableEntry {
    const entry = this.#entries.get(id);
    if (!entry) {
      throw new Error(
        `Cannot use tensor ${id}: it must be alive: it was disposed, or it is not of this backend`,
      );
    }
    return entry;
  }

  /**
   * Takes over a handle in place of a live tensor's own, which is freed. Shape
   * and dtype must be the same.
   *
   * @param version Of {@linkcode newId}.
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
   * @throws {TensorFlowError} if TensorFlow can't bring it to host memory.
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
