import { AttrType } from "../ffi/dtypes.ts";
import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import { newKernel, typeAttribute } from "./kernel.ts";

/**
 * tf.gather. tfjs-node's kernel reads the indices to check their range, which
 * waits for them and can't be recorded; TensorFlow checks them itself.
 */
export const gatherV2: tf.KernelConfig = newKernel(
  "GatherV2",
  ({ inputs, attrs }) => {
    const { x, indices } = inputs as { x: tf.Tensor; indices: tf.Tensor };
    const { axis: given, batchDims } = attrs as unknown as {
      axis: number;
      batchDims: number;
    };
    // It may count from the end
    const [axis] = tf.util.parseAxisParam(given, x.shape);
    tf.backend_util.segment_util.collectGatherOpShapeInfo(
      x,
      indices,
      axis,
      batchDims,
    );
    const axisTensor = tf.scalar(axis, "int32");
    const gathered = runOperation("GatherV2", [
      { name: "batch_dims", type: AttrType.INT, value: batchDims },
      typeAttribute("Tparams", x.dtype),
      typeAttribute("Tindices", indices.dtype),
      typeAttribute("Taxis", "int32"),
    ], [x, indices, axisTensor]);
    axisTensor.dispose();
    return gathered;
  },
);
