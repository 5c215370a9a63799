import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import {
  crossEntropy,
  softmax,
} from "../../../../lib/widgets/drawings/softmax/probabilities.ts";

const logits = [2.5, -1, 0.5, 4.2];

Deno.test("softmax() and crossEntropy() agree with TensorFlow.js", async () => {
  await tf.setBackend("cpu");
  for (const temperature of [0.5, 1, 4]) {
    const scaled = tf.tensor1d(logits).div(temperature);
    const p = softmax(logits, temperature);
    tf.softmax(scaled).dataSync()
      .forEach((value, k) => assertAlmostEquals(p[k], value, 1e-6));
    const loss = tf.losses.softmaxCrossEntropy(
      tf.tensor1d([0, 0, 1, 0]).expandDims(),
      scaled.expandDims(),
    );
    assertAlmostEquals(
      crossEntropy(logits, 2, temperature),
      loss.dataSync()[0],
      1e-5,
    );
  }
});

Deno.test("softmax() and crossEntropy() stay finite for large logits", () => {
  assertEquals(softmax([1000, 0, -1000]), [1, 0, 0]);
  assertEquals(crossEntropy([1000, 0], 1), 1000);
});
