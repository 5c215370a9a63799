/**
 * Bytes in TensorFlow's memory: a quarter of what int32 takes, and gathered
 * there. TensorFlow.js has no uint8, so such a tensor calls itself int32 and is
 * good only for the functions of this file.
 *
 * @module
 */
import { tensorFlowBackend } from "../backend/active.ts";
import { AttrType, DType } from "../ffi/dtypes.ts";
import { tf } from "../tfjs.ts";
import { runOperation } from "./raw_operations.ts";

/**
 * A tensor of bytes; int32 on any other backend.
 *
 * @param values As many as the shape has elements.
 */
export function uint8Tensor(values: Uint8Array, shape: number[]): tf.Tensor {
  const backend = tensorFlowBackend();
  if (!backend) return tf.tensor(Int32Array.from(values), shape, "int32");
  const id = backend.binding.createTensor(shape, DType.UINT8, values);
  return backend.createOutputTensor({ id, shape, dtype: DType.UINT8 });
}

/**
 * Rows of a tensor of bytes as float32.
 *
 * @param bytes [rows, ...], from {@link uint8Tensor}.
 * @param indices int32 [batch].
 * @returns float32 [batch, ...], values from 0 to 255.
 */
export function gatherRows(bytes: tf.Tensor, indices: tf.Tensor1D): tf.Tensor {
  if (!tensorFlowBackend()) return tf.gather(bytes, indices).toFloat();
  return tf.tidy(() => {
    const rows = runOperation("GatherV2", [
      { name: "Tparams", type: AttrType.TYPE, value: DType.UINT8 },
      { name: "Tindices", type: AttrType.TYPE, value: DType.INT32 },
      { name: "Taxis", type: AttrType.TYPE, value: DType.INT32 },
    ], [bytes, indices, tf.scalar(0, "int32")]);
    return runOperation("Cast", [
      { name: "SrcT", type: AttrType.TYPE, value: DType.UINT8 },
      { name: "DstT", type: AttrType.TYPE, value: DType.FLOAT },
    ], [rows]);
  });
}
