import { assertRejects } from "@std/assert";
import { tf } from "../../../support/tensorflow.ts";

Deno.test("weights within a data set's batches are refused, not ignored", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ inputShape: [2], units: 1 })],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const weighted = tf.data.generator(function* () {
    yield { xs: tf.ones([4, 2]), ys: tf.ones([4, 1]), sampleWeight: [1, 0] };
  }) as unknown as tf.data.Dataset<tf.TensorContainer>;
  const message = "it also has sampleWeight; weights go to fit()";
  const fit = () => model.fitDataset(weighted, { epochs: 1, verbose: 0 });
  await assertRejects(fit, RangeError, message);
  const evaluate = () => model.evaluateDataset(weighted as never, {});
  await assertRejects(evaluate as never, RangeError, message);
  await assertRejects(
    () => model.evaluateDataset(undefined as never, {}),
    TypeError,
    "Cannot read a data set: it must have an iterator",
  );
  model.dispose();
});
