import { assertEquals } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { line, values } from "../support.ts";

Deno.test("earlyStopping() restores the weights of the best epoch", async () => {
  const model = line(1.5);
  const before = tf.memory().numTensors;
  const [x, y] = [tf.ones([1, 1]), tf.ones([1, 1])];
  const { history } = await model.fit(x, y, {
    epochs: 9,
    verbose: 0,
    callbacks: tf.callbacks.earlyStopping({
      monitor: "loss",
      patience: 1,
      restoreBestWeights: true,
    }),
  });
  assertEquals(history.loss, [1, 4]);
  assertEquals(values(model.getWeights()), [3]);
  tf.dispose([x, y]);
  assertEquals(tf.memory().numTensors, before);
});
