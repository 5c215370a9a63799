import { assertAlmostEquals } from "@std/assert";
import { ops, tf } from "../../../lib/tensorflow/mod.ts";
import { assertFiniteDifferences, assertSameGradients } from "./gradients.ts";
import { withEngine } from "./with_engine.ts";

Deno.test("sparseCrossEntropy() agrees with the stock gradient and finite differences", () =>
  withEngine(() => {
    const labels = tf.tensor1d([0, 2, 1, 2], "int32");
    const ours = (logits: tf.Tensor) =>
      ops.sparseCrossEntropy(logits as tf.Tensor2D, labels);
    const stock = (logits: tf.Tensor) =>
      tf.logSoftmax(logits).mul(tf.oneHot(labels, 3)).sum(1).neg();
    const logits = tf.randomNormal([4, 3]);
    assertSameGradients(ours, stock, [logits]);
    assertFiniteDifferences(ours, [logits]);
  }));

Deno.test("sparseCrossEntropy() accepts log-probabilities", () =>
  withEngine(() => {
    const logProbabilities = tf.log(tf.tensor2d([[0.5, 0.25, 0.25]]));
    const loss = ops.sparseCrossEntropy(
      logProbabilities as tf.Tensor2D,
      tf.tensor1d([1], "int32"),
    );
    assertAlmostEquals(loss.dataSync()[0], -Math.log(0.25), 1e-6);
  }));
