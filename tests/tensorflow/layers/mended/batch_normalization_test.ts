import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compile, tf } from "../../../../lib/tensorflow/mod.ts";
import { apply, assertClose, layers, values } from "./support.ts";

type Step = (x: tf.Tensor) => tf.Tensor;

for (const options of [{ scale: false }, { center: false }]) {
  Deno.test(`batchNormalization(${JSON.stringify(options)}) trains, recorded too`, () => {
    const run = (wrap: (step: Step) => Step) => {
      const layer = layers.batchNormalization({ ...options, momentum: 0.9 });
      layer.build([null, 1]);
      const variables = layer.trainableWeights.map((one) =>
        one.read() as tf.Variable
      );
      const step = wrap((x) =>
        tf.train.sgd(0.1).minimize(
          () => apply(layer, x, { training: true }).sub(1).square().mean(),
          true,
          variables,
        )!
      );
      const losses = [1, 2].map(() =>
        step(tf.tensor2d([[1], [3]])).dataSync()[0]
      );
      return [...losses, ...layer.getWeights().flatMap(values)];
    };
    const plain = run((step) => step);
    assertClose(run((step) => compile(step)), plain);
    assertClose(plain.slice(-2), [0.38, 1]);
  });
}

Deno.test("batch and layer normalization take volumes and channels first", async () => {
  const shapes = [[2, 2, 2, 3], [3, 4, 2]];
  for (const shape of shapes) {
    for (const name of ["batchNormalization", "layerNormalization"]) {
      for (const options of [{}, { axis: 1, scale: false }]) {
        const model = tf.sequential({
          layers: [
            layers[name]({ ...options, inputShape: shape }),
            tf.layers.flatten(),
            tf.layers.dense({ units: 1 }),
          ],
        });
        model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
        const x = tf.randomNormal([4, ...shape], 3, 2);
        const layer = model.layers[0];
        const y = apply(layer, x, { training: true });
        const { mean, variance } = tf.moments(y);
        assertAlmostEquals(mean.dataSync()[0], 0, 1e-1);
        assertAlmostEquals(variance.dataSync()[0], 1, 1e-1);
        const { history } = await model.fit(x, tf.ones([4, 1]), {
          epochs: 4,
          verbose: 0,
        });
        assertEquals(history.loss.every((one) => Number(one) >= 0), true);
      }
    }
  }
});
