import { assertEquals } from "@std/assert";
import { tf } from "../../../../lib/tensorflow/mod.ts";
import { assertClose, layers, values } from "./support.ts";

/** A model of layers one after another, made by calling them. */
function chain(
  inputShape: number[],
  made: tf.layers.Layer[],
): tf.LayersModel {
  const inputs = tf.input({ shape: inputShape });
  const outputs = made.reduce(
    (before, layer) => layer.apply(before) as tf.SymbolicTensor,
    inputs,
  );
  assertEquals(inputs.shape, [null, ...inputShape]);
  return tf.model({ inputs, outputs });
}

Deno.test("resizing, centerCrop and randomWidth are part of a model", () => {
  const model = chain([6, 6, 3], [
    layers.centerCrop({ height: 4, width: 4 }),
    layers.resizing({ height: 8, width: 2 }),
    layers.centerCrop({ height: 10, width: 2 }),
  ]);
  assertEquals(model.outputs[0].shape, [null, 10, 2, 3]);
  assertEquals(
    (model.predict(tf.ones([2, 6, 6, 3])) as tf.Tensor).shape,
    [2, 10, 2, 3],
  );
  const random = chain([4, 4, 1], [layers.randomWidth({ factor: [1, 1] })]);
  assertEquals(random.outputs[0].shape, [null, 4, null, 1]);
  assertEquals(
    (random.predict(tf.ones([1, 4, 4, 1])) as tf.Tensor).shape,
    [1, 4, 8, 1],
  );
});

Deno.test("categoryEncoding leaves the shape of the model's input as it is", () => {
  const model = chain([2], [
    layers.categoryEncoding({ numTokens: 4, outputMode: "multiHot" }),
  ]);
  const x = tf.tensor2d([[0, 3]]);
  assertClose(values(model.predict(x)), [1, 0, 0, 1]);
});
