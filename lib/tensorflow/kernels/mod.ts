/**
 * TensorFlow.js kernels that replace those of tfjs-node which are wrong, slow
 * or can't be recorded.
 *
 * @module
 */
import { BACKEND_NAME } from "../backend/engine_state.ts";
import { tf } from "../tfjs.ts";
import { convolutionKernels } from "./convolution/convolution.ts";
import { depthwiseKernels } from "./convolution/depthwise.ts";
import { elementwiseKernels } from "./elementwise.ts";
import { gatherV2 } from "./gather_v2.ts";
import { onHost } from "./host/mod.ts";
import { cropAndResize, resizeGradients, transform } from "./image.ts";
import { indexingKernels } from "./indexing.ts";
import { integerKernels } from "./integers.ts";
import { javaScriptKernels } from "./javascript/mod.ts";
import { multinomial } from "./multinomial.ts";
import { productKernels } from "./matrix_product.ts";
import { paddingKernels } from "./padding.ts";
import { poolingKernels } from "./pooling.ts";
import { reshapeKernels } from "./reshape.ts";
import { rotateWithOffset } from "./rotation.ts";
import { checkSizes } from "./size_checks.ts";
import { volumeConvolutionKernels } from "./convolution/volume.ts";

/**
 * Replaces tfjs-node's kernels by ours, makes all refuse sizes that wrap,
 * and has small operations computed in JavaScript.
 */
export function replaceKernels(): void {
  register([
    ...convolutionKernels(),
    ...volumeConvolutionKernels(),
    ...depthwiseKernels(),
    ...elementwiseKernels(),
    gatherV2,
    ...indexingKernels(),
    ...javaScriptKernels(),
    multinomial,
    ...paddingKernels(),
    ...poolingKernels(),
    ...productKernels(),
    ...reshapeKernels(),
    cropAndResize(),
    ...resizeGradients(),
    rotateWithOffset,
    transform,
  ]);
  // These wrap some of the kernels above
  register(integerKernels());
  for (const kernel of tf.getKernelsForBackend(BACKEND_NAME)) {
    tf.unregisterKernel(kernel.kernelName, kernel.backendName);
    tf.registerKernel(checkSizes(onHost(kernel)));
  }
}

function register(kernels: readonly tf.KernelConfig[]): void {
  for (const kernel of kernels) {
    if (tf.getKernel(kernel.kernelName, kernel.backendName)) {
      tf.unregisterKernel(kernel.kernelName, kernel.backendName);
    }
    tf.registerKernel(kernel);
  }
}
