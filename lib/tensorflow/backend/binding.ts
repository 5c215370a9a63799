import type { Attribute } from "../op_definitions/attributes.ts";
import { AttrType, DType } from "../ffi/dtypes.ts";
import { EagerExecutor } from "../eager/execute.ts";
import { SavedModelSession } from "../eager/saved_model_session.ts";
import type { ReadValues, Values } from "../eager/host_tensor.ts";
import type { Runtime } from "../eager/runtime.ts";
import { type TensorMetadata, TensorTable } from "../eager/tensor_table.ts";
import { RecordingError } from "./errors.ts";
import type { OperationRecorder } from "./operation_recorder.ts";
import { Views } from "./views.ts";

/**
 * Replaces the native add-on of @tensorflow/tfjs-node-gpu, `TFJSBinding`, by
 * calls through Deno's FFI. While a function is recorded, operations go to the
 * recorder instead of being run.
 */
export class Binding {
  readonly TF_FLOAT = DType.FLOAT;
  readonly TF_INT32 = DType.INT32;
  readonly TF_INT64 = DType.INT64;
  readonly TF_BOOL = DType.BOOL;
  readonly TF_COMPLEX64 = DType.COMPLEX64;
  readonly TF_STRING = DType.STRING;
  readonly TF_RESOURCE = DType.RESOURCE;
  readonly TF_UINT8 = DType.UINT8;
  readonly TF_ATTR_STRING = AttrType.STRING;
  readonly TF_ATTR_INT = AttrType.INT;
  readonly TF_ATTR_FLOAT = AttrType.FLOAT;
  readonly TF_ATTR_BOOL = AttrType.BOOL;
  readonly TF_ATTR_TYPE = AttrType.TYPE;
  readonly TF_ATTR_SHAPE = AttrType.SHAPE;
  /** tfjs-node's value; no operation has such an attribute. */
  readonly TF_ATTR_RESOURCE = DType.RESOURCE;
  readonly TF_Version: string;

  readonly runtime: Runtime;
  readonly tensors: TensorTable;
  /** Set while a function is recorded. */
  recorder: OperationRecorder | undefined;
  readonly #executor: EagerExecutor;
  readonly #views = new Views(this);
  /** For each live symbolic tensor, the operation that computes it. */
  readonly #symbolic = new Map<number, string>();

  readonly #savedModels = new Map<number, SavedModelSession>();
  #nextSavedModel = 0;

  constructor(runtime: Runtime) {
    this.runtime = runtime;
    this.tensors = new TensorTable(runtime);
    this.TF_Version = runtime.version;
    this.#executor = new EagerExecutor(runtime, this.tensors);
  }

  /**
   * Creates a tensor, or a constant if a function is being recorded.
   *
   * @returns The tensor's number.
   * @throws {RangeError | TypeError} if shape, dtype and values don't agree.
   */
  createTensor(shape: number[], dtype: number, values: Values): number {
    if (!this.recorder) return this.tensors.create(shape, dtype, values);
    return this.recorder.constant(shape, dtype, values);
  }

  /**
   * Frees a tensor.
   *
   * @throws {Error} if it is not alive.
   */
  deleteTensor(id: number): void {
    this.#views.delete(id);
    if (this.#symbolic.delete(id)) this.recorder?.delete(id);
    else this.tensors.delete(id);
  }

  /**
   * Copies a tensor's values.
   *
   * @throws {Error} if it is not alive, or is symbolic.
   */
  tensorDataSync(id: number): ReadValues {
    this.requireValue(id);
    return this.tensors.read(id);
  }

  /**
   * Runs or records an operation.
   *
   * @throws {TensorFlowError} if TensorFlow refuses it.
   */
  executeOp(
    name: string,
    attributes: Attribute[],
    inputIds: number[],
    outputCount: number,
  ): TensorMetadata[] {
    if (this.recorder) {
      return this.recorder.execute(name, attributes, inputIds, outputCount);
    }
    return this.compute(name, attributes, inputIds, outputCount);
  }

  /** Runs an operation, also while a function is recorded. */
  compute(
    name: string,
    attributes: Attribute[],
    inputIds: number[],
    outputCount: number,
  ): TensorMetadata[] {
    for (const id of inputIds) this.requireValue(id);
    return this.#executor.execute(name, attributes, inputIds, outputCount);
  }

  /** @throws {Error} if a tensor is symbolic. */
  requireValue(id: number): void {
    const opName = this.#symbolic.get(id);
    if (opName === undefined) return;
    throw new Error(
      `Cannot use the result of ${opName}: it was made while a function was recorded and has no value outside; return it from the function`,
    );
  }

  /**
   * The number of a tensor with another's values in another shape, which is freed
   * with it or by {@linkcode deleteReshaped}.
   */
  reshaped(id: number, dtype: number, shape: readonly number[]): number {
    const isSymbolic = this.#symbolic.has(id);
    const version = isSymbolic ? id : this.tensors.get(id).version;
    return this.#views.get(id, dtype, shape, version);
  }

  /** Frees a tensor's values in other shapes than its own. */
  deleteReshaped(id: number): void {
    this.#views.delete(id);
  }

  /** A number for a new symbolic tensor. */
  newSymbolicId(opName: string): number {
    const id = this.tensors.newId();
    this.#symbolic.set(id, opName);
    return id;
  }

  isUsingGpuDevice(): boolean {
    return this.runtime.gpu !== undefined;
  }

  getNumOfTensors(): number {
    return this.tensors.size;
  }

  getNumOfSavedModels(): number {
    return this.#savedModels.size;
  }

  /**
   * Loads a SavedModel by TensorFlow's own loader.
   *
   * @param tags Those of the part to load, joined by commas.
   * @returns The session's number.
   * @throws {TensorFlowError} if TensorFlow can't load it.
   */
  loadSavedModel(directory: string, tags: string): number {
    const id = this.#nextSavedModel++;
    this.#savedModels.set(
      id,
      new SavedModelSession(this.runtime, directory, tags.split(",")),
    );
    return id;
  }

  /**
   * Frees a SavedModel's session.
   *
   * @throws {Error} if it is not loaded.
   */
  deleteSavedModel(id: number): void {
    const session = this.#savedModel(id);
    this.#savedModels.delete(id);
    session[Symbol.dispose]();
  }

  /**
   * Runs a SavedModel.
   *
   * @param inputNames Joined by commas, as the outputs' names are.
   * @throws {RecordingError} while a function is recorded.
   * @throws {TensorFlowError | RangeError | TypeError} as the session's `run()`.
   */
  runSavedModel(
    id: number,
    inputIds: number[],
    inputNames: string,
    outputNames: string,
  ): TensorMetadata[] {
    if (this.recorder) {
      throw new RecordingError(
        "Cannot record a SavedModel: it must run outside of compile(), as a session of its own; pass its result as an argument",
      );
    }
    return this.#savedModel(id).run(
      this.tensors,
      inputIds,
      namesOf(inputNames),
      namesOf(outputNames),
    );
  }

  #savedModel(id: number): SavedModelSession {
    const session = this.#savedModels.get(id);
    if (session) return session;
    throw new Error(
      `Cannot use SavedModel ${id}: it must be loaded: it was disposed`,
    );
  }
}

function namesOf(joined: string): string[] {
  return joined === "" ? [] : joined.split(",");
}
