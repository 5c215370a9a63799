/**
 * Operations that TensorFlow lacks or defines differently, run by
 * TensorFlow.js's kernels in JavaScript. They read their inputs, so they can't
 * be recorded.
 *
 * @module
 */
import type { tf } from "../../tfjs.ts";
import { newKernel, wrapKernel } from "../kernel.ts";
import { runInJavaScript } from "./run.ts";
import { sparseKernels } from "./sparse.ts";

/** On strings, sparse and ragged tensors: shapes depend on values. */
const missing = [
  "RaggedGather",
  "RaggedRange",
  "RaggedTensorToTensor",
  "SparseReshape",
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
    ...sparseKernels(),
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
