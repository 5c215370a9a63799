import { tensorFlowBackend } from "../backend/active.ts";
import { tf } from "../tfjs.ts";

/**
 * Applies a function to equal parts of a batch and concatenates the results.
 *
 * There are as many parts as operations run in parallel. In a compiled function
 * the parts run side by side, so a network whose layers wait for each other
 * keeps every processor core busy. The function must treat each example
 * independently, which batch normalization in training doesn't.
 *
 * @param batch [batch, ...]; not split if the parts would not be equal.
 * @param fn Maps [part, ...] to [part, ...].
 */
export function inParts<In extends tf.Tensor, Out extends tf.Tensor>(
  batch: In,
  fn: (part: In) => Out,
): Out {
  const binding = tensorFlowBackend()?.binding;
  const parts = binding?.runtime.threads.interOp ?? 1;
  if (parts === 1 || batch.shape[0]! % parts !== 0) return fn(batch);
  const apply = () =>
    tf.split(batch, parts, 0).map((part) => fn(part as In)) as tf.Tensor[];
  return tf.tidy(() => {
    const results = binding?.recorder?.withoutSplitting(apply) ?? apply();
    return tf.concat(results, 0) as Out;
  });
}
