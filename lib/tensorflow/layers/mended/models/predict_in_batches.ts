import { tf } from "../../../tfjs.ts";
/** What a model computes of a batch. */
type Step = (batch: tf.Tensor[]) => tf.Tensor[];

/** Runs a step for each batch of the inputs, and joins the outputs. */
export function predictInBatches(
  run: Step,
  inputs: tf.Tensor[],
  batchSize: number,
): tf.Tensor[] {
  const count = inputs[0].shape[0]!;
  return tf.tidy(() => {
    if (count <= batchSize) return run(inputs);
    const parts: tf.Tensor[][] = [];
    for (let start = 0; start < count; start += batchSize) {
      const size = Math.min(batchSize, count - start);
      parts.push(tf.tidy(() =>
        run(inputs.map((input) =>
          input.slice(
            [start, ...input.shape.slice(1).map(() => 0)],
            [size, ...input.shape.slice(1)],
          )
        ))
      ));
    }
    return parts[0].map((_, index) =>
      tf.concat(parts.map((outputs) => outputs[index]), 0)
    );
  });
}
