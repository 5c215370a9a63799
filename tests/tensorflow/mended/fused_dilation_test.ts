import { assertEquals } from "@std/assert";
import { init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

for (const activation of ["linear", "selu"] as const) {
  Deno.test(`convolutional layers with dilation and bias train, ${activation}`, async () => {
    const layer = tf.layers.conv2d({
      filters: 2,
      kernelSize: 2,
      dilationRate: 2,
      activation,
      inputShape: [5, 5, 1],
    });
    const model = tf.sequential({ layers: [layer] });
    model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
    const before = layer.getWeights().map((weight) => weight.clone());
    const { history } = await model.fit(
      tf.ones([4, 5, 5, 1]),
      tf.ones([4, 3, 3, 2]),
      { epochs: 9, verbose: 0 },
    );
    const loss = history.loss as number[];
    assertEquals(loss.at(-1)! < loss[0], true);
    layer.getWeights().forEach((weight, i) => {
      assertEquals(weight.equal(before[i]).any().dataSync()[0], 0);
    });
  });
}
