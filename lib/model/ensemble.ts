import { tf } from "../tensorflow/mod.ts";

/** TensorFlow.js has this activation; its types leave it out. */
const LOG_SOFTMAX = "logSoftmax" as "softmax";

/**
 * Combines several networks into one that averages their logits. That is the
 * geometric mean of their probabilities, scaled to a sum of 1 (Hinton, Vinyals and
 * Dean 2015, "Distilling the knowledge in a neural network", section 1).
 *
 * @param members Networks of the same input shape that return log-probabilities. They
 * become parts of the ensemble and are renamed.
 * @returns A stock model of that input shape that returns log-probabilities.
 * @throws {RangeError} if the list is empty.
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
  // Log-probabilities are logits up to a constant, which the softmax cancels
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
