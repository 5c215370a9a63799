import { tf } from "../tfjs.ts";
import type { Attribute } from "../op_definitions/attributes.ts";
import { Binding } from "./binding.ts";
import { cast } from "./casts.ts";
import {
  type HostArray,
  hostValues,
  takeValues,
  type TensorData,
} from "./host_values.ts";
import { InputIds } from "./input_ids.ts";
import { NodeBackend } from "./node_backend.ts";
import { readRecorded } from "./recorded_reads.ts";
import { runSavedModel, type SavedModelTensor } from "./saved_models.ts";
import { DType } from "../ffi/dtypes.ts";
import type { Runtime } from "../eager/runtime.ts";
import type { TensorMetadata } from "../eager/tensor_table.ts";
import { BACKEND_NAME, isDebugging } from "./engine_state.ts";
import { RecordingError } from "./errors.ts";
import { nextKey, ownKey } from "../random/seed.ts";

/**
 * TensorFlow.js's Node backend on our binding. While a function is recorded,
 * tensors from outside become inputs of the graph, and reading a value is an
 * error.
 */
export class TensorFlowBackend extends NodeBackend {
  /** Data created while a function is recorded. */
  readonly createdInRecording = new WeakSet<tf.DataId>();

  readonly #inputIds: InputIds = new InputIds(this);

  /** Data of tensors that recordings use from outside; it must not change. */
  readonly captured = new WeakSet<tf.DataId>();

  /** A tensor doesn't share the array that it is made of. */
  readonly ownsValues = true;

  readonly #isOnProcessor: boolean;

  constructor(runtime: Runtime) {
    super(new Binding(runtime), "@tensorflow/tfjs-node-gpu");
    this.#isOnProcessor = runtime.gpu === undefined;
  }

  override write(
    values: tf.backend_util.BackendValues,
    shape: number[],
    dtype: tf.DataType,
  ): tf.DataId {
    this.binding.recorder?.refuseDrawnInJavaScript();
    const dataId = super.write(values, shape, dtype);
    if (this.binding.recorder) this.createdInRecording.add(dataId);
    try {
      takeValues(this.binding, this.tensorMap.get(dataId));
    } catch (error) {
      this.tensorMap.delete(dataId);
      throw error;
    }
    return dataId;
  }

  /** Whether operations on few values may be computed in JavaScript. */
  get canComputeOnHost(): boolean {
    return this.#isOnProcessor && this.binding.recorder === undefined;
  }

  /** Stores values that nobody else has, as {@linkcode write} does. */
  writeOwn(
    values: HostArray,
    shape: number[],
    dtype: tf.DataType,
  ): tf.DataId {
    const dataId = super.write(values, shape, dtype);
    this.tensorMap.get(dataId).isOwn = true;
    return dataId;
  }

  /** A tensor's values as {@linkcode hostValues} gives them. */
  hostValues(dataId: tf.DataId, dtype: tf.DataType): HostArray | undefined {
    return hostValues(this.binding, this.dataOf(dataId), dtype);
  }

  override getInputTensorIds(tensors: tf.TensorInfo[]): number[] {
    return this.#inputIds.of(tensors);
  }

  override disposeData(dataId: tf.DataId, force?: boolean): boolean {
    const isFreed = super.disposeData(dataId, force);
    if (isFreed) return true;
    const { id, refCount } = this.tensorMap.get(dataId);
    if (refCount === 1) this.binding.deleteReshaped(id);
    return false;
  }

  override createOutputTensor(metadata: TensorMetadata): tf.Tensor {
    if (metadata.dtype !== DType.INT64) {
      try {
        const tensor = super.createOutputTensor(metadata);
        if (tf.getBackend() !== BACKEND_NAME) {
          // TensorFlow.js takes it for the current backend's: a pending call
          // may end after another backend was chosen
          tf.engine().state.tensorInfo.get(tensor.dataId)!.backend = this;
        }
        return tensor;
      } catch (error) {
        // TensorFlow.js lacks the dtype
        this.binding.deleteTensor(metadata.id);
        throw error;
      }
    }
    // TensorFlow.js has no int64: it would pass the tensor on as int32
    return this.createOutputTensor(this.#castToInt32(metadata));
  }

  /**
   * Takes an output as {@linkcode createOutputTensor} does, but with bytes as
   * int32: TensorFlow.js would call them that and hand bytes to the next operation.
   */
  createWideTensor(metadata: TensorMetadata): tf.Tensor {
    return this.createOutputTensor(
      metadata.dtype === DType.UINT8 ? this.#castToInt32(metadata) : metadata,
    );
  }

  /** Casts an output and frees it. */
  #castToInt32({ id, dtype }: TensorMetadata): TensorMetadata {
    try {
      return cast(this.binding, id, dtype, DType.INT32);
    } finally {
      this.binding.deleteTensor(id);
    }
  }

  override executeSingleOutput(
    name: string,
    attributes: Attribute[],
    inputs: tf.TensorInfo[],
  ): tf.Tensor {
    const ids = this.getInputTensorIds(inputs);
    const [output] = this.binding.executeOp(name, attributes, ids, 1);
    return this.createWideTensor(output);
  }

  override runSavedModel(
    id: number,
    inputs: tf.Tensor[],
    infos: SavedModelTensor[],
    outputNames: string[],
  ): tf.Tensor[] {
    return runSavedModel(this, id, inputs, infos, outputNames);
  }

  /**
   * Runs a function and tells how long it took. An error of the function is
   * thrown at once: in debug mode nobody would await a promise of it.
   *
   * @throws {RecordingError} in debug mode, while a function is recorded.
   */
  override time(fn: () => void): Promise<tf.TimingInfo> {
    if (this.binding.recorder && isDebugging()) {
      throw new RecordingError(
        "Cannot record an operation: TensorFlow.js must not be in debug mode or profiling, which read the values of its result; call tf.enableDebugMode() outside",
      );
    }
    const start = performance.now();
    fn();
    const kernelMs = performance.now() - start;
    return Promise.resolve({ kernelMs, wallMs: kernelMs });
  }

  override readSync(dataId: tf.DataId): tf.backend_util.BackendValues {
    const { recorder } = this.binding;
    if (!recorder) return this.readValue(dataId);
    const data = this.dataOf(dataId);
    if (data.values !== null && this.createdInRecording.has(dataId)) {
      return data.values;
    }
    if (recorder.has(data.id) || recorder.isVariable(dataId)) {
      return readRecorded(recorder, data.id);
    }
    // A tensor from outside never changes; an earlier recording's has no value
    if (data.id >= 0) this.binding.requireValue(data.id);
    return this.readValue(dataId);
  }

  /** The values of a tensor that has them outside of a recording. */
  readValue(dataId: tf.DataId): tf.backend_util.BackendValues {
    const { values, isOwn } = this.dataOf(dataId);
    return values !== null && isOwn ? values.slice() : super.readSync(dataId);
  }

  override read(dataId: tf.DataId): Promise<tf.backend_util.BackendValues> {
    try {
      return Promise.resolve(this.readSync(dataId));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * A tensor's data, moved here if another backend holds it.
   *
   * @throws {Error} if it was disposed.
   */
  dataOf(dataId: tf.DataId): TensorData {
    if (!this.isAlive(dataId)) {
      throw new Error("Cannot use a tensor: it must be alive: it was disposed");
    }
    return this.tensorMap.get(dataId);
  }

  /** Whether this or another backend holds a tensor's data. */
  isAlive(dataId: tf.DataId): boolean {
    return this.tensorMap.has(dataId) ||
      tf.engine().state.tensorInfo.has(dataId);
  }

  /** The next random key, int32 [2]; while recording, an input of the graph. */
  nextRandomKey(): tf.Tensor {
    const own = ownKey();
    if (own) return own;
    const { recorder } = this.binding;
    if (!recorder) return tf.tensor1d(nextKey(), "int32");
    return this.createOutputTensor({
      id: recorder.nextKey(),
      shape: [2],
      dtype: DType.INT32,
    });
  }
}
