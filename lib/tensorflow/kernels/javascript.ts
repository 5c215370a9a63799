/**
 * Operations that TensorFlow lacks or defines differently, run by
 * TensorFlow.js's kernels in JavaScript. They read their inputs, so they can't
 * be recorded.
 *
 * @module
 */
import { tf } from "../tfjs.ts";
import {
  type KernelCall,
  kernelFuncOf,
  type KernelResult,
  newKernel,
  wrapKernel,
} from "./kernel.ts";

/** On strings, sparse and ragged tensors: shapes depend on values. */
const missing = [
  "RaggedGather",
  "RaggedRange",
  "RaggedTensorToTensor",
  "SparseFillEmptyRows",
  "SparseReshape",
  "SparseSegmentMean",
  "SparseSegmentSum",
  "StringNGrams",
  "StringSplit",
  "StringToHashBucketFast",
];

/** TensorFlow compares numbers but not strings. */
const comparisons = ["Greater", "GreaterEqual", "Less", "LessEqual"];

/** The TensorFlow.js kernels that run, at least sometimes, in JavaScript. */
export function javaScriptKernels(): tf.KernelConfig[] {
  return [
    ...missing.map((name) =>
      newKernel(name, (call) => runInJavaScript(name, call))
    ),
    ...comparisons.map((name) =>
      wrapKernel(
        name,
        (call, stock) =>
          call.inputs.a!.dtype === "string"
            ? runInJavaScript(name, call)
            : stock(call),
      )
    ),
    // For TensorFlow, NaN differs from NaN
    wrapKernel("Unique", (call, stock) => {
      const x = call.inputs.x!;
      const hasNaN = x.dtype === "float32" &&
        (call.backend.readSync(x.dataId) as Float32Array).some(Number.isNaN);
      return hasNaN ? runInJavaScript("Unique", call) : stock(call);
    }),
  ];
}

/** The members of TensorFlow.js's CPU backend that are used here. */
interface CpuBackend extends tf.KernelBackend {
  /** Whether it will advise to use another backend. */
  firstUse: boolean;
  makeTensorInfo(
    shape: number[],
    dtype: tf.DataType,
    values: tf.backend_util.BackendValues,
  ): tf.TensorInfo;
  disposeIntermediateTensorInfo(info: tf.TensorInfo): void;
}

/** Runs TensorFlow.js's own kernel in JavaScript, on copies of the inputs. */
export function runInJavaScript(
  kernelName: string,
  { inputs, attrs, backend }: KernelCall,
): KernelResult {
  const cpu = tf.findBackend("cpu") as CpuBackend;
  cpu.firstUse = false;
  const copies: tf.TensorInfo[] = [];
  const copy = (input: tf.TensorInfo | tf.TensorInfo[]): unknown => {
    if (Array.isArray(input)) return input.map(copy);
    const { shape, dtype, dataId } = input;
    const info = cpu.makeTensorInfo(shape, dtype, backend.readSync(dataId));
    copies.push(info);
    return info;
  };
  try {
    const result = kernelFuncOf(kernelName, "cpu")({
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([name, input]) => [name, copy(input!)]),
      ) as KernelCall["inputs"],
      attrs,
      backend: cpu as never,
    });
    const bring = (output: tf.TensorInfo): tf.TensorInfo => {
      copies.push(output);
      const { shape, dtype, dataId } = output;
      const values = cpu.readSync(dataId);
      return { shape, dtype, dataId: backend.write(values, shape, dtype) };
    };
    return Array.isArray(result) ? result.map(bring) : bring(result);
  } finally {
    for (const info of copies) cpu.disposeIntermediateTensorInfo(info);
  }
}
