import util from "node:util";
import { tf } from "../tfjs.ts";
import type { Attribute } from "../operations/attributes.ts";
import { Binding } from "./binding.ts";
import { AttrType, DType } from "../ffi/dtypes.ts";
import type { Values } from "../eager/host_tensor.ts";
import type { Runtime } from "../eager/runtime.ts";
import type { TensorMetadata } from "../eager/tensor_table.ts";
import { RecordingError } from "./errors.ts";
import { nextKey } from "../random/seed.ts";

/** What `NodeJSKernelBackend` keeps of a tensor's data. */
export interface TensorData {
  shape: number[];
  dtype: number;
  /** −1 until the values are uploaded. */
  id: number;
  /** Values that TensorFlow has not been given yet. */
  values: tf.backend_util.BackendValues | null;
  refCount: number;
}

/** Its members that are used here, some of which its types call private. */
interface NodeBackend extends tf.KernelBackend {
  readonly binding: Binding;
  readonly tensorMap: tf.DataStorage<TensorData>;
  getInputTensorIds(tensors: tf.TensorInfo[]): number[];
  applyActivation(
    input: tf.Tensor,
    activation: string,
    preluActivationWeights?: tf.Tensor,
    leakyreluAlpha?: number,
  ): tf.Tensor;
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  executeSingleOutput(
    name: string,
    attributes: Attribute[],
    inputs: tf.TensorInfo[],
  ): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: tf.TensorInfo[],
    outputCount: number,
  ): tf.Tensor[];
}

/** The parts of `node:util` that tfjs-node 4.22 uses and today's Deno lacks. */
const removed: Record<string, (value: unknown) => boolean> = {
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: Array.isArray,
};
for (const [name, check] of Object.entries(removed)) {
  if (!(name in util)) Object.assign(util, { [name]: check });
}

const { NodeJSKernelBackend } = await import(
  "@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js"
);
const Base = NodeJSKernelBackend as unknown as new (
  binding: Binding,
  packageName: string,
) => NodeBackend;

/**
 * TensorFlow.js's Node backend over our binding. While a function is recorded
 * its inputs become inputs of the graph, and reading a value is an error.
 */
export class TensorFlowBackend extends Base {
  /** Data that was created while the current function is recorded. */
  #born = new WeakSet<tf.DataId>();

  /** Data of tensors from outside that recordings use: nothing may change it. */
  readonly captured = new WeakSet<tf.DataId>();

  constructor(runtime: Runtime) {
    super(new Binding(runtime), "@tensorflow/tfjs-node-gpu");
  }

  override write(
    values: tf.backend_util.BackendValues,
    shape: number[],
    dtype: tf.DataType,
  ): tf.DataId {
    this.binding.recorder?.refuseDrawnInJavaScript();
    const dataId = super.write(values, shape, dtype);
    if (this.binding.recorder) this.#born.add(dataId);
    return dataId;
  }

  override getInputTensorIds(tensors: tf.TensorInfo[]): number[] {
    const { recorder } = this.binding;
    if (!recorder) {
      for (const { dataId } of tensors) this.dataOf(dataId);
      return super.getInputTensorIds(tensors);
    }
    return tensors.map((tensor) => {
      const data = this.dataOf(tensor.dataId);
      if (data.values !== null && this.#born.has(tensor.dataId)) {
        data.id = this.binding.createTensor(
          data.shape,
          data.dtype,
          data.values as Values,
        );
        data.values = null;
      }
      if (recorder.has(data.id)) return data.id;
      this.binding.requireValue(data.id);
      return recorder.capture(tensor.dataId, data.shape, data.dtype);
    });
  }

  override createOutputTensor(metadata: TensorMetadata): tf.Tensor {
    if (metadata.dtype !== DType.INT64) {
      try {
        return super.createOutputTensor(metadata);
      } catch (error) {
        // TensorFlow.js has no such dtype
        this.binding.deleteTensor(metadata.id);
        throw error;
      }
    }
    // TensorFlow.js has no int64, and its next operation would say int32
    const [cast] = this.binding.executeOp(
      "Cast",
      [
        { name: "SrcT", type: AttrType.TYPE, value: DType.INT64 },
        { name: "DstT", type: AttrType.TYPE, value: DType.INT32 },
        { name: "Truncate", type: AttrType.BOOL, value: false },
      ],
      [metadata.id],
      1,
    );
    this.binding.deleteTensor(metadata.id);
    return super.createOutputTensor(cast);
  }

  override readSync(dataId: tf.DataId): tf.backend_util.BackendValues {
    const { recorder } = this.binding;
    if (!recorder) return super.readSync(dataId);
    const data = this.dataOf(dataId);
    if (data.values !== null && this.#born.has(dataId)) return data.values;
    const opName = recorder.has(data.id) && recorder.opNameOf(data.id);
    const origin = !opName
      ? "a tensor from outside"
      : opName === "Placeholder"
      ? "an argument"
      : `the result of ${opName}`;
    throw new RecordingError(
      `Cannot record reading a value: dataSync(), arraySync(), print() and a branch on a value need a number, and ${origin} has none until the function is called; return the tensor and read it outside, or use tf.where`,
    );
  }

  override read(dataId: tf.DataId): Promise<tf.backend_util.BackendValues> {
    try {
      return Promise.resolve(this.readSync(dataId));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * What is kept of a tensor's data, brought here if another backend has it.
   *
   * @throws {Error} if it was disposed.
   */
  dataOf(dataId: tf.DataId): TensorData {
    if (!this.isAlive(dataId)) {
      throw new Error("Cannot use a tensor: it must be alive: it was disposed");
    }
    return this.tensorMap.get(dataId);
  }

  /** Whether a tensor's data is here, or on a backend from which it can come. */
  isAlive(dataId: tf.DataId): boolean {
    return this.tensorMap.has(dataId) ||
      tf.engine().state.tensorInfo.has(dataId);
  }

  /** The next key of the random stream, int32 [2]; an input when recorded. */
  nextRandomKey(): tf.Tensor {
    const { recorder } = this.binding;
    if (!recorder) return tf.tensor1d(nextKey(), "int32");
    return this.createOutputTensor({
      id: recorder.nextKey(),
      shape: [2],
      dtype: DType.INT32,
    });
  }
}
