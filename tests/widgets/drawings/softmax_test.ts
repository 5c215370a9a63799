import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import {
  crossEntropy,
  logitLimit,
  softmax,
  softmaxDrawing,
} from "../../../lib/widgets/drawings/softmax.ts";

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

Deno.test("logitLimit() leaves room around the logits", () => {
  assertEquals([logitLimit([1, -2]), logitLimit([3, -12.5])], [10, 13]);
});

Deno.test("softmaxDrawing() shows probabilities, p − y and the loss", () => {
  const data = { logits, labels: ["a", "b", "c", "<"], temperature: 1 };
  const target = 2;
  for (const width of [254, 720]) {
    const { svg, height } = softmaxDrawing(
      { ...data, target },
      { logits, temperature: 2 },
      width,
    );
    const p = softmax(logits, 2);
    for (const value of p) assert(svg.includes(`>${value.toFixed(3)}<`));
    assert(svg.includes(`>−${(1 - p[2]).toFixed(3)}<`));
    assert(svg.includes(`= ${crossEntropy(logits, 2, 2).toFixed(4)}<`));
    assert(svg.includes(">&lt;<") && !svg.includes("NaN"));
    const without = softmaxDrawing(data, data, width);
    assert(!without.svg.includes("cross-entropy") && without.height < height);
  }
});
