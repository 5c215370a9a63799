import { assertEquals, assertThrows } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { values } from "../support.ts";

Deno.test("predict(), predictOnBatch() and evaluate() take inputs by name", () => {
  const inputs = ["left", "right"].map((name) =>
    tf.input({ shape: [1], name })
  );
  const { concatenate } = tf.layers;
  const outputs = concatenate().apply(inputs) as tf.SymbolicTensor;
  const model = tf.model({ inputs, outputs });
  const named = { right: tf.ones([3, 1]), left: tf.zeros([3, 1]) };
  const found = [0, 1, 0, 1, 0, 1];
  assertEquals(values(model.predict(named as never) as tf.Tensor), found);
  assertEquals(
    values(model.predictOnBatch(named as never) as tf.Tensor),
    found,
  );
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const loss = model.evaluate(named as never, tf.zeros([3, 2])) as tf.Scalar;
  assertEquals(values(loss), [0.5]);
  assertThrows(
    () => model.predict({ left: named.left, rigth: named.right } as never),
    RangeError,
    'Cannot predict: inputs must be tensors by the names left, right: there is none for "right"; the names given are left, rigth',
  );
});
