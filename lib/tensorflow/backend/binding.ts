import type { Attribute } from "../operations/attributes.ts";
import { AttrType, DType } from "../ffi/dtypes.ts";
import { EagerExecutor } from "../eager/execute.ts";
import type { ReadValues, Values } from "../eager/host_tensor.ts";
import type { Runtime } from "../eager/runtime.ts";
import { type TensorMetadata, TensorTable } from "../eager/tensor_table.ts";
import type { OperationRecorder } from "./operation_recorder.ts";

/**
 * What `NodeJSKernelBackend` asks of its native add-on (`TFJSBinding` in
 * @tensorflow/tfjs-node-gpu), over Deno's FFI. While a function is recorded,
 * operations go to the recorder instead of being run.
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
  /** No operation has an attribute that is a resource; the value is tfjs-node's. */
  readonly TF_ATTR_RESOURCE = DType.RESOURCE;
  readonly TF_Version: string;

  readonly runtime: Runtime;
  readonly tensors: TensorTable;
  /** Where operations go while a function is recorded. */
  recorder: OperationRecorder | undefined;
  readonly #executor: EagerExecutor;
  /** Numbers of tensors that were made while recording and are not disposed. */
  readonly #symbolic = new Map<number, string>();

  constructor(runtime: Runtime) {
    this.runtime = runtime;
    this.tensors = new TensorTable(runtime);
    this.TF_Version = runtime.version;
    this.#executor = new EagerExecutor(runtime, this.tensors);
  }

  /**
   * Creates a tensor, or a constant of the function being recorded.
   *
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
    if (this.#symbolic.delete(id)) this.recorder?.delete(id);
    else this.tensors.delete(id);
  }

  /**
   * Copies a tensor's values.
   *
   * @throws {Error} if it is not alive, or was made while recording.
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
    for (const id of inputIds) this.requireValue(id);
    return this.#executor.execute(name, attributes, inputIds, outputCount);
  }

  /** @throws {Error} if a tensor was made while recording. */
  requireValue(id: number): void {
    const opName = this.#symbolic.get(id);
    if (opName === undefined) return;
    throw new Error(
      `Cannot use the result of ${opName}: it was made while a function was recorded and has no value outside; return it from the function`,
    );
  }

  /** A number for a tensor of a recording. */
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
    return 0;
  }

  /** @throws {Error} always: TensorFlow's SavedModel is not supported. */
  loadSavedModel(): number {
    throw new Error(
      "Cannot load a SavedModel: this backend must be given a TensorFlow.js model; convert it with tensorflowjs_converter",
    );
  }

  /** @throws {Error} always: there are none. */
  deleteSavedModel(): void {
    this.loadSavedModel();
  }

  /** @throws {Error} always: there are none. */
  runSavedModel(): TensorMetadata[] {
    this.loadSavedModel();
    return [];
  }
}
