/**
 * Operations on sparse tensors, recorded: TensorFlow.js's kernels in JavaScript
 * tell which elements the result has, from indices that are known.
 *
 * @module
 */
import { tf } from "../../tfjs.ts";
import {
  type KernelCall,
  type KernelFunc,
  type KernelResult,
  newKernel,
} from "../kernel.ts";
import { runInJavaScript } from "./run.ts";

type Inputs = Readonly<Record<string, tf.Tensor>>;

/** TensorFlow.js kernels of sparse tensors, whose values need not be known. */
export function sparseKernels(): tf.KernelConfig[] {
  return [
    recordable("SparseSegmentSum", segments),
    recordable("SparseSegmentMean", (call) => {
      const { segmentIds } = call.inputs as Inputs;
      const sums = segments(call);
      const counts = new Float32Array(sums.shape[0]!);
      for (const id of segmentIds.dataSync()) counts[id]++;
      const divisors = counts.map((count) => Math.max(1, count));
      const ones = sums.shape.slice(1).map(() => 1);
      return tf.div(sums, tf.tensor(divisors, [counts.length, ...ones]));
    }),
    recordable("SparseFillEmptyRows", filledRows),
  ];
}

/** In JavaScript when not recorded. */
function recordable(
  name: string,
  record: (call: KernelCall) => KernelResult,
): tf.KernelConfig {
  const kernel: KernelFunc = (call) =>
    call.backend.binding.recorder
      ? tf.tidy(() => record(call) as tf.Tensor | tf.Tensor[])
      : runInJavaScript(name, call);
  return newKernel(name, kernel);
}

/** Sums of rows, once the indices are found to be right. */
function segments(call: KernelCall): tf.Tensor {
  const { data, indices, segmentIds } = call.inputs as Inputs;
  const found = runInJavaScript("SparseSegmentSum", {
    ...call,
    inputs: { data: tf.zeros([data.shape[0] ?? 0, 1]), indices, segmentIds },
  }) as tf.TensorInfo;
  return tf.unsortedSegmentSum(
    tf.gather(data, indices),
    segmentIds as tf.Tensor1D,
    found.shape[0],
  );
}

function filledRows(call: KernelCall): tf.Tensor[] {
  const { values, defaultValue } = call.inputs as Inputs;
  const count = values.size;
  const places = runInJavaScript("SparseFillEmptyRows", {
    ...call,
    inputs: {
      ...call.inputs,
      values: tf.range(0, count, 1, "int32"),
      defaultValue: tf.scalar(count, "int32"),
    },
  }) as tf.TensorInfo[];
  const [indices, picked, isEmpty, positions] = places.map((info) =>
    tf.engine().makeTensorFromTensorInfo(info)
  );
  const all = tf.concat([values, tf.reshape(defaultValue, [1])]);
  return [indices, tf.gather(all, picked), isEmpty, positions];
}
