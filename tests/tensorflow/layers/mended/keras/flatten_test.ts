import { assertEquals } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { apply, reload, values } from "../support.ts";

Deno.test("flatten() leaves examples of one axis as they are, when loaded, too", async () => {
  const x = tf.tensor2d([[1, 2], [3, 4]]);
  const dataFormat = "channelsFirst";
  assertEquals(values(apply(tf.layers.flatten({ dataFormat }), x)), [
    1,
    2,
    3,
    4,
  ]);
  const model = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [2] })],
  });
  const loaded = await reload(model);
  assertEquals(loaded.outputs[0].shape, [null, 2]);
  assertEquals(values(loaded.predict(x) as tf.Tensor), [1, 2, 3, 4]);
});
