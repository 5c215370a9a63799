import {
  type DeviceDigits,
  gatherBatch,
  type Normalization,
} from "../model/input.ts";
import { ops, tf } from "../tensorflow/mod.ts";
import { type AffineOptions, randomAffine } from "./augmentation.ts";
import type { Optimizer } from "./optimizer.ts";

/**
 * One step of training: a batch is gathered, augmented and normalized, goes through the
 * network, and the optimizer assigns the weights. To be recorded by `compile()`.
 *
 * @param model From float32 [batch, 28, 28, 1] to log-probabilities [batch, 10].
 * @returns A function of indices, int32 [batch] into the digits, and the
 * learning rate, a scalar; it returns the batch's mean negative log-likelihood,
 * a scalar.
 */
export function trainingStep(
  model: tf.LayersModel,
  digits: DeviceDigits,
  normalization: Normalization,
  optimizer: Optimizer,
  augmentation?: AffineOptions,
): (indices: tf.Tensor1D, learningRate: tf.Scalar) => tf.Scalar {
  const variables = trainableVariables(model);
  return function trainingStep(indices, learningRate) {
    const { images, labels } = gatherBatch(
      digits,
      indices,
      normalization,
      augmentation && ((raw) => randomAffine(raw, augmentation)),
    );
    const { value, grads } = tf.variableGrads(() => {
      const logProbabilities = model.apply(images, { training: true });
      return ops.sparseCrossEntropy(logProbabilities as tf.Tensor2D, labels)
        .mean() as tf.Scalar;
    }, variables);
    optimizer.update(
      variables.map(({ name }) => grads[name]),
      learningRate,
    );
    return value;
  };
}

/** The variables behind a model's trainable weights, in the model's order. */
export function trainableVariables(model: tf.LayersModel): tf.Variable[] {
  return model.trainableWeights.map(variableOf);
}

/** The variable behind a layer's weight. */
export function variableOf(
  weight: tf.LayersModel["weights"][number],
): tf.Variable {
  // `val` is protected in the types; the layers offer no other way to it
  return (weight as unknown as { readonly val: tf.Variable }).val;
}
