/**
 * TensorFlow operations that TensorFlow.js builds from many small ones. None of
 * these functions has a gradient: the other files of this folder pair each with
 * its gradient.
 *
 * @module
 */
import { AttrType, DType } from "../ffi/dtypes.ts";
import type { Attribute } from "../op_definitions/attributes.ts";
import { requireTensorFlowBackend } from "../backend/active.ts";
import type { tf } from "../tfjs.ts";

const T: Attribute = { name: "T", type: AttrType.TYPE, value: DType.FLOAT };

/** Runs a TensorFlow operation with one output. */
export function runOperation(
  name: string,
  attributes: Attribute[],
  inputs: tf.TensorInfo[],
): tf.Tensor {
  return requireTensorFlowBackend(`run ${name}`)
    .executeSingleOutput(name, attributes, inputs);
}

/** Runs a TensorFlow operation with several outputs. */
export function runOperationWithOutputs(
  name: string,
  attributes: Attribute[],
  inputs: tf.TensorInfo[],
  outputCount: number,
): tf.Tensor[] {
  return requireTensorFlowBackend(`run ${name}`)
    .executeMultipleOutputs(name, attributes, inputs, outputCount);
}

/** ∂loss/∂x of y = ReLU(x). The input may be passed as `y`, too. */
export function reluGrad(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return runOperation("ReluGrad", [T], [dy, y]);
}

/** x + bias over the last axis. */
export function biasAdd(x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return runOperation("BiasAdd", [T], [x, bias]);
}

/** ∂loss/∂bias: the sum of dy over all axes but the last. */
export function biasAddGrad(dy: tf.Tensor): tf.Tensor {
  return runOperation("BiasAddGrad", [T], [dy]);
}

/** The outputs of batch normalization in training. */
export interface FusedBatchNorm {
  readonly y: tf.Tensor;
  /** The moving mean, updated by the batch's mean, [channels]. */
  readonly movingMean: tf.Tensor;
  /** The moving variance, updated with Bessel's correction, [channels]. */
  readonly movingVariance: tf.Tensor;
  /** Passed on to the gradient. */
  readonly reserved: readonly [tf.Tensor, tf.Tensor, tf.Tensor];
}

function batchNormAttributes(epsilon: number): Attribute[] {
  return [
    T,
    { name: "U", type: AttrType.TYPE, value: DType.FLOAT },
    { name: "epsilon", type: AttrType.FLOAT, value: epsilon },
    { name: "data_format", type: AttrType.STRING, value: "NHWC" },
    { name: "is_training", type: AttrType.BOOL, value: true },
  ];
}

/**
 * Normalizes x [batch, height, width, channels] by the batch's statistics and
 * updates the moving averages.
 */
export function fusedBatchNorm(
  [x, gamma, beta, movingMean, movingVariance]: tf.TensorInfo[],
  momentum: number,
  epsilon: number,
): FusedBatchNorm {
  const [y, mean, variance, ...reserved] = runOperationWithOutputs(
    "FusedBatchNormV3",
    [
      ...batchNormAttributes(epsilon),
      {
        name: "exponential_avg_factor",
        type: AttrType.FLOAT,
        value: 1 - momentum,
      },
    ],
    [x, gamma, beta, movingMean, movingVariance],
    6,
  );
  return {
    y,
    movingMean: mean,
    movingVariance: variance,
    reserved: reserved as unknown as FusedBatchNorm["reserved"],
  };
}

/** The gradient of batch normalization: ∂loss/∂x, ∂loss/∂gamma, ∂loss/∂beta. */
export function fusedBatchNormGrad(
  dy: tf.Tensor,
  x: tf.Tensor,
  gamma: tf.Tensor,
  reserved: readonly tf.Tensor[],
  epsilon: number,
): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const [dx, dGamma, dBeta, ...rest] = runOperationWithOutputs(
    "FusedBatchNormGradV3",
    batchNormAttributes(epsilon),
    [dy, x, gamma, ...reserved],
    5,
  );
  rest.forEach((tensor) => tensor.dispose());
  return [dx, dGamma, dBeta];
}

/**
 * Cross-entropy of softmax(logits) against class indices.
 *
 * @param logits float32 [batch, classes].
 * @param labels int32 [batch].
 * @returns Each example's loss, [batch], and its gradient with respect to the
 * logits, [batch, classes].
 */
export function sparseCrossEntropy(
  logits: tf.Tensor,
  labels: tf.Tensor,
): [loss: tf.Tensor, gradient: tf.Tensor] {
  const [loss, gradient] = runOperationWithOutputs(
    "SparseSoftmaxCrossEntropyWithLogits",
    [T, { name: "Tlabels", type: AttrType.TYPE, value: DType.INT32 }],
    [logits, labels],
    2,
  );
  return [loss, gradient];
}

/**
 * Cross-entropy of softmax(logits) against probabilities.
 *
 * @param logits float32 [batch, classes].
 * @param labels float32 [batch, classes].
 * @returns As {@linkcode sparseCrossEntropy}.
 */
export function crossEntropy(
  logits: tf.Tensor,
  labels: tf.Tensor,
): [loss: tf.Tensor, gradient: tf.Tensor] {
  const [loss, gradient] = runOperationWithOutputs(
    "SoftmaxCrossEntropyWithLogits",
    [T],
    [logits, labels],
    2,
  );
  return [loss, gradient];
}
