import { tf } from "../tensorflow/mod.ts";

/** TensorFlow.js has this activation; its types leave it out. */
const LOG_SOFTMAX = "logSoftmax" as "softmax";

/**
 * Several networks as one, whose logits are the mean of theirs: the geometric mean
 * of their probabilities, scaled to a sum of 1 (Hinton, Vinyals and Dean 2015,
 * "Distilling the knowledge in a neural network", section 1).
 *
 * @param members Of one input shape, each to log-probabilities; they are parts of
 * the new one from here on, and renamed.
 * @returns A stock model to log-probabilities, of that input shape.
 * @throws {RangeError} if there is none.
 */
export function ensembleOf(members: readonly tf.LayersModel[]): tf.LayersModel {
  if (members.length === 0) {
    throw new RangeError(
      "Cannot make an ensemble: it must have at least one member: current count is 0",
    );
  }
  const [, ...shape] = members[0].inputs[0].shape;
  const input = tf.input({ shape });
  const answers = members.map((member, index) => {
    // The names of a model's layers must differ
    member.name = `member${index + 1}`;
    return member.apply(input) as tf.SymbolicTensor;
  });
  // Log-probabilities are logits, but for a constant that the softmax takes out
  const mean = answers.length === 1
    ? answers[0]
    : tf.layers.average().apply(answers) as tf.SymbolicTensor;
  const output = tf.layers.activation({ activation: LOG_SOFTMAX }).apply(mean);
  return tf.model({
    name: "ensemble",
    inputs: input,
    outputs: output as tf.SymbolicTensor,
  });
}
