import { assertLess } from "@std/assert";
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

Deno.test("softmaxCrossEntropy() divides the smoothing among the classes, wherever they are", async () => {
  const given = tf.tensor3d([[[0, 1]], [[1, 0]]]);
  const smoothed = given.mul(0.8).add(0.1);
  await assertAgrees(() => {
    const logits = numbers<tf.Rank.R3>([2, 1, 2]);
    const loss = tf.losses.softmaxCrossEntropy(given, logits, undefined, 0.2);
    const want = tf.losses.softmaxCrossEntropy(smoothed, logits);
    return [loss.sub(want)];
  });
});

Deno.test("softmaxCrossEntropy() has the gradient by the labels of its value", () => {
  tf.tidy(() => {
    const logits = numbers<tf.Rank.R2>([4, 3]);
    const [dLabels] = tf.grads((labels: tf.Tensor, logits: tf.Tensor) =>
      tf.losses.softmaxCrossEntropy(labels, logits)
    )([labels, logits]);
    const want = tf.neg(tf.logSoftmax(logits)).div(4);
    assertLess(dLabels.sub(want).abs().max().dataSync()[0], 1e-6);
  });
});
