import { assertEquals } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { line } from "../support.ts";

Deno.test("callbacks may mix functions with early stopping, in any order", async () => {
  const data = tf.data.array([{ xs: [1], ys: [1] }]).batch(1);
  for (const isLast of [false, true]) {
    for (const fits of ["fit", "fitDataset"]) {
      const model = line(0.1);
      const epochs: number[] = [];
      const callbacks = [
        { onEpochEnd: (epoch: number) => void epochs.push(epoch) },
        tf.callbacks.earlyStopping({ monitor: "loss", minDelta: 1e9 }),
      ];
      if (isLast) callbacks.reverse();
      const args = {
        epochs: 9,
        verbose: 0,
        callbacks: callbacks as tf.CustomCallbackArgs[],
      } as const;
      if (fits === "fit") {
        await model.fit(tf.ones([1, 1]), tf.ones([1, 1]), args);
      } else await model.fitDataset(data, args);
      assertEquals(epochs, [0, 1]);
    }
  }
});
