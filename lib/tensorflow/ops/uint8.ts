/**
 * Tensors of bytes, which take a quarter of int32's memory. TensorFlow.js has
 * no uint8: such a tensor claims to be int32, and only the functions of this
 * file may use it.
 *
 * @module
 */
import { tensorFlowBackend } from "../backend/active.ts";
import { cast } from "../backend/casts.ts";
import { AttrType, DType } from "../ffi/dtypes.ts";
import { tf } from "../tfjs.ts";

/**
 * Creates a tensor of bytes; on any other backend it is int32.
 *
 * @param values One for each element of the shape.
 */
export function uint8Tensor(values: Uint8Array, shape: number[]): tf.Tensor {
  const backend = tensorFlowBackend();
  if (!backend) return tf.tensor(Int32Array.from(values), shape, "int32");
  const id = backend.binding.createTensor(shape, DType.UINT8, values);
  return backend.createOutputTensor({ id, shape, dtype: DType.UINT8 });
}

/**
 * Gathers rows of a tensor of bytes, as float32.
 *
 * @param bytes [rows, ...], from {@link uint8Tensor}.
 * @param indices int32 [batch].
 * @returns float32 [batch, ...], values from 0 to 255.
 */
export function gatherRows(bytes: tf.Tensor, indices: tf.Tensor1D): tf.Tensor {
  const backend = tensorFlowBackend();
  if (!backend) return tf.gather(bytes, indices).toFloat();
  return tf.tidy(() => {
    const { binding } = backend;
    const [rows] = binding.executeOp(
      "GatherV2",
      [
        { name: "Tparams", type: AttrType.TYPE, value: DType.UINT8 },
        { name: "Tindices", type: AttrType.TYPE, value: DType.INT32 },
        { name: "Taxis", type: AttrType.TYPE, value: DType.INT32 },
      ],
      backend.getInputTensorIds([bytes, indices, tf.scalar(0, "int32")]),
      1,
    );
    try {
      return backend.createOutputTensor(
        cast(binding, rows.id, DType.UINT8, DType.FLOAT),
      );
    } finally {
      binding.deleteTensor(rows.id);
    }
  });
}
