import { BACKEND_NAME } from "../backend/active.ts";
import { AttrType } from "../ffi/dtypes.ts";
import { tf } from "../tfjs.ts";
import type { TensorFlowBackend } from "../backend/mod.ts";

/**
 * tf.gather. The package's kernel reads the indices to check their range, which
 * waits for them and can't be recorded; TensorFlow checks them itself.
 */
export const gatherV2: tf.KernelConfig = {
  kernelName: "GatherV2",
  backendName: BACKEND_NAME,
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, indices } = inputs as { x: tf.Tensor; indices: tf.Tensor };
    const { axis, batchDims } = attrs as { axis: number; batchDims: number };
    const { getDTypeInteger } = backend as never as {
      getDTypeInteger(dtype: tf.DataType): number;
    };
    const type = (name: string, dtype: tf.DataType) => ({
      name,
      type: AttrType.TYPE,
      value: getDTypeInteger.call(backend, dtype),
    });
    tf.backend_util.segment_util.collectGatherOpShapeInfo(
      x,
      indices,
      axis,
      batchDims,
    );
    const axisTensor = tf.scalar(axis, "int32");
    const gathered = (backend as unknown as TensorFlowBackend)
      .executeSingleOutput("GatherV2", [
        { name: "batch_dims", type: AttrType.INT, value: batchDims },
        type("Tparams", x.dtype),
        type("Tindices", indices.dtype),
        type("Taxis", "int32"),
      ], [x, indices, axisTensor]);
    axisTensor.dispose();
    return gathered;
  },
};
