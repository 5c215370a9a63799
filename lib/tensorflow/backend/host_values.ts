import { DType } from "../ffi/dtypes.ts";
import type { tf } from "../tfjs.ts";
import type { Values } from "../eager/host_tensor.ts";
import type { Binding } from "./binding.ts";

/** The values of a tensor of float32, int32 or bool. */
export type HostArray = Float32Array | Int32Array | Uint8Array;

/** What `NodeJSKernelBackend` stores for a tensor's data. */
export interface TensorData {
  shape: number[];
  dtype: number;
  /** −1 until the values are uploaded. */
  id: number;
  /** Values that are not uploaded yet. */
  values: tf.backend_util.BackendValues | null;
  refCount: number;
  /** Whether nobody outside has `values`. */
  isOwn?: boolean;
  /** The values that TensorFlow has, and the version that they are of. */
  copy?: { readonly values: HostArray; readonly version: number };
}

const arrays = new Map<
  number,
  readonly [
    tf.DataType,
    typeof Float32Array | typeof Int32Array | typeof Uint8Array,
  ]
>([
  [DType.FLOAT, ["float32", Float32Array]],
  [DType.INT32, ["int32", Int32Array]],
  [DType.BOOL, ["bool", Uint8Array]],
]);

/**
 * A tensor's values in JavaScript's memory, which must not be changed. They are
 * read from TensorFlow at most once.
 *
 * @returns undefined unless it is of float32, int32 or bool.
 * @throws {Error} if it has no value outside of a recording.
 */
export function hostValues(
  binding: Binding,
  data: TensorData,
  dtype: tf.DataType,
): HostArray | undefined {
  const known = arrays.get(data.dtype);
  if (known?.[0] !== dtype) return undefined;
  const ArrayType = known[1];
  if (data.values !== null) {
    const isWhole = data.values instanceof ArrayType && data.values.length > 0;
    if (!isWhole) return undefined; // Its buffer may have been transferred
    if (!data.isOwn) {
      // The caller may change them later
      data.values = data.values.slice();
      data.isOwn = true;
    }
    return data.values as HostArray;
  }
  binding.requireValue(data.id);
  const { version } = binding.tensors.get(data.id);
  if (data.copy?.version !== version) {
    const values = binding.tensors.read(data.id) as HostArray;
    data.copy = { values, version };
  }
  return data.copy.values;
}

/** Up to so many values stay in JavaScript, and are computed with there. */
export const MAX_VALUES = 256;

/**
 * Makes a new tensor's values its own, whoever writes to the array that they came in:
 * few are copied, and so are all while a function is recorded; TensorFlow takes the
 * others at once.
 */
export function takeValues(binding: Binding, data: TensorData): void {
  const { values } = data;
  if (!ArrayBuffer.isView(values)) return;
  if (values.length > MAX_VALUES && !binding.recorder) {
    return upload(binding, data);
  }
  data.values = values.slice();
  data.isOwn = true;
}

/** Sends values to TensorFlow, and keeps them if nobody outside has them. */
export function upload(binding: Binding, data: TensorData): void {
  const { values, isOwn } = data;
  data.id = binding.createTensor(data.shape, data.dtype, values as Values);
  data.values = null;
  data.isOwn = false;
  if (!isOwn || binding.recorder) return;
  const { version } = binding.tensors.get(data.id);
  data.copy = { values: values as HostArray, version };
}
