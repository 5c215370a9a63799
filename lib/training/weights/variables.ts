/** The TensorFlow.js variables behind a model's weights, and those that keep state beside them. @module */
import { tf } from "../../tensorflow/mod.ts";

/** The variables behind a model's trainable weights, in the model's order. */
export function trainableVariables(model: tf.LayersModel): tf.Variable[] {
  return model.trainableWeights.map(variableOf);
}

/** The variables behind all weights, batch normalization's moving averages included. */
export function allVariables(model: tf.LayersModel): tf.Variable[] {
  return model.weights.map(variableOf);
}

/** The variable behind one weight of a layer. */
export function variableOf(
  weight: tf.LayersModel["weights"][number],
): tf.Variable {
  // `val` is protected in the types; the layers offer no other way to it
  return (weight as unknown as { readonly val: tf.Variable }).val;
}

/**
 * A variable that keeps something from step to step, such as an optimizer's
 * momentum.
 *
 * @param owner What the variable belongs to, for example `average`. A number is
 * added: TensorFlow.js wants every variable's name to be unique.
 * @param name Tells it from the owner's other variables; checkpoints use it.
 */
export function stateVariable(
  owner: string,
  name: string,
  initialValue: () => tf.Tensor,
): tf.Variable {
  return tf.tidy(() =>
    tf.variable(initialValue(), false, `${owner}_${owners++}/${name}`)
  );
}

let owners = 0;
