import { assertEquals, assertThrows } from "@std/assert";
import { layers } from "../support.ts";
import { tf } from "../../../../../lib/tensorflow/mod.ts";

Deno.test("reshape() to -1 has a size that other layers can use", () => {
  const model = tf.sequential({
    layers: [
      layers.reshape({ targetShape: [-1, 2], inputShape: [3, 4] }),
      layers.flatten({}),
      layers.dense({ units: 1 }),
    ],
  });
  assertEquals(model.layers[0].outputShape, [null, 6, 2]);
  assertEquals(
    (model.predict(tf.ones([5, 3, 4])) as tf.Tensor).shape,
    [5, 1],
  );
  const open = layers.reshape({ targetShape: [-1, 2] });
  assertEquals(open.computeOutputShape([null, null, 4]), [null, null, 2]);
  const wrong = layers.reshape({ targetShape: [-1, 5] });
  assertThrows(() => wrong.computeOutputShape([null, 3, 4]), Error, "size");
});
