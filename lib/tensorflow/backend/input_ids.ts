import type { Values } from "../eager/host_tensor.ts";
import type { tf } from "../tfjs.ts";
import type { Binding } from "./binding.ts";
import { type TensorData, upload } from "./host_values.ts";
import { Int64Scalars, isInt64Scalar } from "./int64_scalars.ts";
import type { OperationRecorder } from "./operation_recorder.ts";
import { isSameShape } from "./views.ts";

/** The members of the backend that are used here. */
interface Backend {
  readonly binding: Binding;
  readonly createdInRecording: WeakSet<tf.DataId>;
  readonly captured: WeakSet<tf.DataId>;
  dataOf(dataId: tf.DataId): TensorData;
  readValue(dataId: tf.DataId): tf.backend_util.BackendValues;
}

/** The numbers by which the binding knows an operation's inputs. */
export class InputIds {
  readonly #backend: Backend;
  readonly #int64Scalars: Int64Scalars;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.#int64Scalars = new Int64Scalars(backend.binding);
  }

  /** The inputs' numbers, op by op or in the recording. */
  of(tensors: readonly tf.TensorInfo[]): number[] {
    const { recorder } = this.#backend.binding;
    if (!recorder) this.#int64Scalars.free();
    return tensors.map((tensor) => {
      if (isInt64Scalar(tensor)) {
        return recorder
          ? this.#int64Scalars.record(tensor)
          : this.#int64Scalars.create(tensor);
      }
      const data = this.#backend.dataOf(tensor.dataId);
      return recorder
        ? this.#recorded(recorder, tensor, data)
        : this.#inShape(tensor, data);
    });
  }

  /** The number of a tensor's data in the shape that the tensor has. */
  #inShape({ dataId, shape }: tf.TensorInfo, data: TensorData): number {
    const { binding, captured } = this.#backend;
    if (data.values !== null) {
      const isOnly = data.refCount === 1 && !captured.has(dataId);
      if (isOnly && shape) data.shape = shape;
      upload(binding, data);
    }
    return !shape || isSameShape(shape, data.shape)
      ? data.id
      : binding.reshaped(data.id, data.dtype, shape);
  }

  #recorded(
    recorder: OperationRecorder,
    { dataId, shape }: tf.TensorInfo,
    data: TensorData,
  ): number {
    const { binding } = this.#backend;
    const id = this.#recordedId(recorder, dataId, data);
    return isSameShape(shape ?? data.shape, recorder.shapeOf(id))
      ? id
      : binding.reshaped(id, data.dtype, shape);
  }

  /** The number of a tensor's data in the recording. */
  #recordedId(
    recorder: OperationRecorder,
    dataId: tf.DataId,
    data: TensorData,
  ): number {
    const { binding, createdInRecording } = this.#backend;
    if (data.values !== null && createdInRecording.has(dataId)) {
      upload(binding, data);
    }
    if (recorder.has(data.id)) return data.id;
    binding.requireValue(data.id);
    return recorder.capture(
      dataId,
      data.shape,
      data.dtype,
      () => this.#backend.readValue(dataId) as Values,
    );
  }
}
