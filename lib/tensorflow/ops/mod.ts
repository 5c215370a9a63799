/**
 * Operations that run as fused TensorFlow operations, gradients included. On
 * any other backend each computes the same from stock TensorFlow.js operations.
 *
 * @module
 */
export { biasAdd } from "./bias_add.ts";
export {
  type BatchNorm,
  batchNorm,
  type BatchNormOptions,
  type BatchNormState,
  type SharedMoments,
  withSharedMoments,
} from "./batch_norm.ts";
export { sparseCrossEntropy } from "./cross_entropy.ts";
export { globalAveragePool } from "./global_average_pool.ts";
export { inParts } from "./in_parts.ts";
export { relu } from "./relu.ts";
export { gatherRows, uint8Tensor } from "./uint8.ts";
