import { tf } from "../../../../lib/tensorflow/mod.ts";
import { assertClose, layers, reload, values } from "./support.ts";

const reloadable: Record<string, () => tf.layers.Layer> = {
  "separableConv2d with a depth multiplier": () =>
    layers.separableConv2d({
      filters: 3,
      kernelSize: 2,
      depthMultiplier: 2,
      inputShape: [4, 4, 2],
    }),
  "gru with resetAfter": () =>
    layers.gru({ units: 2, resetAfter: true, inputShape: [4, 3] }),
  "conv1d with causal padding": () =>
    layers.conv1d({
      filters: 2,
      kernelSize: 3,
      padding: "causal",
      inputShape: [5, 2],
    }),
  "batchNormalization without scale": () =>
    layers.batchNormalization({ scale: false, inputShape: [3] }),
};

for (const [name, create] of Object.entries(reloadable)) {
  Deno.test(`a reloaded model predicts the same: ${name}`, async () => {
    const model = tf.sequential({ layers: [create()] });
    const x = tf.randomNormal([
      2,
      ...model.inputs[0].shape.slice(1) as number[],
    ]);
    const again = await reload(model);
    assertClose(
      values(again.predict(x) as tf.Tensor),
      values(model.predict(x) as tf.Tensor),
    );
  });
}
