import { type Digits, takeDigits } from "../data/digits.ts";
import { gatherBatch, toDevice } from "../model/input.ts";
import type { Normalization } from "../model/normalization.ts";
import { randomState, setRandomState, tf } from "../tensorflow/mod.ts";
import type { Recipe } from "./recipes/recipes.ts";
import { smoothedLoss } from "./training_step.ts";
import { allVariables, trainableVariables } from "./weights/variables.ts";

/**
 * The gradients of the loss by the labels, for a network to be looked at while it is
 * trained: of the first images of the training set, as many as a batch has, as they are.
 * Dropout and batch normalization work as in training, but nothing is changed: weights,
 * moving averages and the state of the random numbers are as before.
 *
 * @returns A tensor for each trainable weight, in the model's order, for the caller to
 * dispose.
 */
export function batchGradients(
  model: tf.LayersModel,
  train: Digits,
  normalization: Normalization,
  { batchSize, labelSmoothing = 0 }: Pick<
    Recipe,
    "batchSize" | "labelSmoothing"
  >,
): tf.Tensor[] {
  const digits = toDevice(takeDigits(train, batchSize));
  const weights = allVariables(model);
  const before = weights.map((weight) => weight.clone());
  const random = randomState();
  try {
    return tf.tidy(() => {
      const indices = tf.range(0, digits.count, 1, "int32");
      const { images, labels } = gatherBatch(digits, indices, normalization);
      const variables = trainableVariables(model);
      const { grads } = tf.variableGrads(() => {
        const output = model.apply(images, { training: true }) as tf.Tensor2D;
        return smoothedLoss(output, labels, labelSmoothing);
      }, variables);
      return variables.map(({ name }) => grads[name]);
    });
  } finally {
    weights.forEach((weight, index) => weight.assign(before[index]));
    tf.dispose(before);
    setRandomState(random);
    digits.dispose();
  }
}
