import { assertEquals } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { reload, values } from "../support.ts";

/** A network with moving averages, and one within it. */
function network(): tf.Sequential {
  const inner = tf.sequential({
    layers: [
      tf.layers.dense({ units: 2, inputShape: [2] }),
      tf.layers.batchNormalization(),
    ],
  });
  const model = tf.sequential({
    layers: [
      inner,
      tf.layers.batchNormalization(),
      tf.layers.dense({ units: 2 }),
    ],
  });
  const weights = model.getWeights();
  model.setWeights(weights.map(({ shape }, i) => tf.fill(shape, i + 1)));
  return model;
}

Deno.test("the order of a model's weights is the same, whatever is frozen", async () => {
  const freeze: ((model: tf.Sequential) => void)[] = [
    () => {},
    (model) => model.layers[0].trainable = false,
    (model) => model.layers[2].trainable = false,
    (model) => model.trainable = false,
    (model) => {
      const [gamma] = model.layers[1].trainableWeights;
      (gamma as unknown as { trainable: boolean }).trainable = false;
    },
  ];
  const order = (model: tf.LayersModel) =>
    model.getWeights().map((weight) => values(weight)[0]);
  const names = network().weights.map(({ originalName }) =>
    originalName.split("/").at(-1)
  );
  // As in TensorFlow.js when nothing is frozen
  assertEquals(names, [
    ...["kernel", "bias", "gamma", "beta", "gamma", "beta", "kernel", "bias"],
    ...["moving_mean", "moving_variance", "moving_mean", "moving_variance"],
  ]);
  for (const change of freeze) {
    const model = network();
    change(model);
    assertEquals(order(model), names.map((_, i) => i + 1));
    assertEquals(order(await reload(model)), order(model));
    const trainable = model.trainableWeights;
    assertEquals(trainable.every((one) => model.weights.includes(one)), true);
  }
});
