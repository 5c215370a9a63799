import { assertEquals } from "@std/assert";
import { tf } from "../../../../lib/tensorflow/mod.ts";
import { assertClose, reload, values } from "./support.ts";

Deno.test("inner models may have layers of the same name, frozen or not", async () => {
  const input = tf.input({ shape: [2] });
  const inner = ["first", "second"].map((name) =>
    tf.sequential({
      name,
      layers: [tf.layers.dense({ units: 2, inputShape: [2], name: "same" })],
    })
  );
  const [a, b] = inner.map((model) => model.apply(input) as tf.SymbolicTensor);
  const outputs = tf.layers.concatenate().apply([a, b]) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs });
  const x = tf.tensor2d([[1, 2]]);
  const expected = values(model.predict(x) as tf.Tensor);
  for (const isFrozen of [false, true]) {
    inner[0].trainable = !isFrozen;
    const again = await reload(model);
    assertClose(values(again.predict(x) as tf.Tensor), expected);
  }
  assertEquals(inner[1].weights[0].originalName, "same/kernel");
});
