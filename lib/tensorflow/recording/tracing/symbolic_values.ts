import type { TensorFlowBackend } from "../../backend/mod.ts";
import type { tf } from "../../tfjs.ts";
import type { SymbolicTensor } from "../graph/symbolic_tensor.ts";
import type { GraphRecorder } from "./graph_recorder.ts";

/** The TensorFlow.js tensor that stands for a symbolic one. */
export function tensorOf(
  backend: TensorFlowBackend,
  recorder: GraphRecorder,
  symbolic: SymbolicTensor,
): tf.Tensor {
  return backend.createOutputTensor({
    id: recorder.add(symbolic),
    shape: symbolic.shape,
    dtype: symbolic.dtype,
  });
}

/** The symbolic tensor of a TensorFlow.js one; captures it if needed. */
export function symbolicTensorOf(
  backend: TensorFlowBackend,
  recorder: GraphRecorder,
  tensor: tf.Tensor,
): SymbolicTensor {
  return recorder.get(backend.getInputTensorIds([tensor])[0]);
}
