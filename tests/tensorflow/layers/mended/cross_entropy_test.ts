import { tf } from "../../../../lib/tensorflow/mod.ts";
import { assertAgrees, numbers } from "../../kernels/oracle.ts";

const labels = tf.oneHot(tf.tensor1d([0, 2, 1, 2], "int32"), 3).toFloat();
const weights = tf.tensor1d([1, 2, 0, 1]);

const losses: Record<string, (logits: tf.Tensor) => tf.Tensor> = {
  "plain": (logits) => tf.losses.softmaxCrossEntropy(labels, logits),
  "smoothed and weighted": (logits) =>
    tf.losses.softmaxCrossEntropy(labels, logits, weights, 0.1),
  "without a reduction": (logits) =>
    tf.losses.softmaxCrossEntropy(
      labels,
      logits,
      undefined,
      0,
      tf.Reduction.NONE,
    ).square(),
};

for (const [name, loss] of Object.entries(losses)) {
  Deno.test(`softmaxCrossEntropy(), ${name}: value and gradient as on another backend, recorded too`, () =>
    assertAgrees(() => {
      const logits = numbers<tf.Rank.R2>([4, 3]);
      return [loss(logits), tf.grad(loss)(logits)];
    }));
}
