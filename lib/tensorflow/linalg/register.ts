import { tf } from "../tfjs.ts";
import { registerLinalgGradients } from "./gradients.ts";
import { linalgKernels } from "./kernels.ts";
import * as functions from "./mod.ts";

/** Adds linear algebra to TensorFlow.js: kernels, gradients and `tf.linalg`. */
export function addLinalg(): void {
  for (const kernel of linalgKernels()) tf.registerKernel(kernel);
  registerLinalgGradients();
  Object.assign(tf.linalg, functions);
}
