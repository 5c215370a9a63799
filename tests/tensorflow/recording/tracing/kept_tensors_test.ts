import { assertEquals } from "@std/assert";
import { compile } from "../../../../lib/tensorflow/mod.ts";
import { alive, tf } from "../../../support/tensorflow.ts";

Deno.test("a kept tensor that is returned is each call's own, and recording leaves none", () => {
  const x = tf.tensor1d([1, 2]);
  const before = alive().tensors;
  const total = compile((x: tf.Tensor) =>
    tf.tidy(() => {
      const sum = tf.keep(x.sum());
      return [sum, x.mul(sum)];
    })
  );
  for (let call = 0; call < 3; call++) {
    const [sum, product] = total(x);
    assertEquals([sum.dataSync()[0], ...product.dataSync()], [3, 3, 6]);
    tf.dispose([sum, product]);
  }
  total.dispose();
  assertEquals(alive().tensors, before);
  x.dispose();
});

Deno.test("trainOnBatch() of a model with two losses and a metric leaves no tensor", async () => {
  const input = tf.input({ shape: [4] });
  const outputs = [1, 2].map(() =>
    tf.layers.dense({ units: 3, activation: "softmax" })
      .apply(input) as tf.SymbolicTensor
  );
  const model = tf.model({ inputs: input, outputs });
  model.compile({
    optimizer: "sgd",
    loss: ["categoricalCrossentropy", "meanSquaredError"],
    metrics: ["accuracy"],
  });
  const x = tf.ones([6, 4]);
  const y = [tf.ones([6, 3]), tf.ones([6, 3])];
  const counts: number[] = [];
  for (let step = 0; step < 4; step++) {
    await model.trainOnBatch(x, y);
    counts.push(tf.memory().numTensors);
  }
  assertEquals(counts, new Array(4).fill(counts[0]));
  tf.dispose([x, ...y]);
  model.dispose();
});
