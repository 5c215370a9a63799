import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

const { losses } = tf;

Deno.test("a loss with weights that are all zero is zero, recorded too", () => {
  tf.tidy(() => {
    const [labels, x] = [tf.tensor2d([[0, 1]]), tf.tensor2d([[0.3, 0.4]])];
    const weights = tf.tensor2d([[0]]);
    const all = (x: tf.Tensor) =>
      [
        losses.absoluteDifference(labels, x, weights),
        losses.cosineDistance(labels, x, 1, weights),
        losses.hingeLoss(labels, x, weights),
        losses.huberLoss(labels, x, weights),
        losses.logLoss(labels, x, weights),
        losses.meanSquaredError(labels, x, weights),
        losses.sigmoidCrossEntropy(labels, x, weights),
        losses.softmaxCrossEntropy(labels, x, tf.tensor1d([0])),
        losses.computeWeightedLoss(x, weights),
      ] as tf.Tensor[];
    using recorded = compile(all);
    for (const loss of [...all(x), ...recorded(x)]) {
      assertEquals([loss.shape, loss.dataSync()[0]], [[], 0]);
    }
    const dx = tf.grad((x: tf.Tensor) =>
      losses.meanSquaredError(labels, x, weights) as tf.Tensor
    )(x);
    assertEquals([...dx.abs().dataSync()], [0, 0]);
  });
});

Deno.test("a loss is divided by the number of weights that are not zero", () => {
  tf.tidy(() => {
    const labels = tf.tensor2d([[1, 2], [3, 4]]);
    const x = tf.tensor2d([[2, 4], [9, 9]]);
    const loss = losses.meanSquaredError(labels, x, [[2], [0]]) as tf.Tensor;
    assertAlmostEquals(loss.dataSync()[0], 5);
  });
});
