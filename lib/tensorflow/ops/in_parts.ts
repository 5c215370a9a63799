import { tensorFlowBackend } from "../backend/active.ts";
import { tf } from "../tfjs.ts";

/**
 * Applies a function to a batch in as many parts as operations run side by
 * side, and joins what it returns. Recorded, each part is a chain of its own, so
 * a network that is a chain keeps every processor busy. Only for functions that
 * treat each example by itself: not for batch normalization while training.
 *
 * @param batch [batch, ...]; run whole where the parts would not be equal.
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
