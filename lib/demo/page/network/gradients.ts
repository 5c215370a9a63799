/**
 * Gradients of the operations that may follow the last convolution, for Grad-CAM.
 * The published core has none.
 *
 * @module
 */
import { addGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Add_grad.js";
import { batchMatMulGradConfig } from "@tensorflow/tfjs-core/dist/gradients/BatchMatMul_grad.js";
import { castGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Cast_grad.js";
import { fusedBatchNormGradConfig } from "@tensorflow/tfjs-core/dist/gradients/FusedBatchNorm_grad.js";
import { identityGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Identity_grad.js";
import { leakyReluGradConfig } from "@tensorflow/tfjs-core/dist/gradients/LeakyRelu_grad.js";
import { maxGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Max_grad.js";
import { meanGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Mean_grad.js";
import { multiplyGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Multiply_grad.js";
import { preluGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Prelu_grad.js";
import { reluGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Relu_grad.js";
import { reshapeGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Reshape_grad.js";
import { sigmoidGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Sigmoid_grad.js";
import { sliceGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Slice_grad.js";
import { softmaxGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Softmax_grad.js";
import { tanhGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Tanh_grad.js";
import type { GradConfig } from "@tensorflow/tfjs-core";

/** To be registered. */
export const gradients: readonly GradConfig[] = [
  addGradConfig,
  batchMatMulGradConfig,
  castGradConfig,
  fusedBatchNormGradConfig,
  identityGradConfig,
  leakyReluGradConfig,
  maxGradConfig,
  meanGradConfig,
  multiplyGradConfig,
  preluGradConfig,
  reluGradConfig,
  reshapeGradConfig,
  sigmoidGradConfig,
  sliceGradConfig,
  softmaxGradConfig,
  tanhGradConfig,
];
