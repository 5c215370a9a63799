import { assertEquals } from "@std/assert";
import { compile, tf } from "../../../../../lib/tensorflow/mod.ts";
import { apply, assertClose, layers, reload, values } from "../support.ts";

for (const dataFormat of ["channelsLast", "channelsFirst"]) {
  Deno.test(`conv2d() in groups sees its part of the channels: ${dataFormat}`, async () => {
    const isFirst = dataFormat === "channelsFirst";
    const shape = isFirst ? [4, 5, 5] : [5, 5, 4];
    const layer = layers.conv2d({
      filters: 6,
      kernelSize: 2,
      groups: 2,
      dataFormat,
      biasInitializer: "randomNormal",
      activation: "tanh",
      inputShape: shape,
    });
    const model = tf.sequential({ layers: [layer] });
    const [kernel, bias] = layer.getWeights();
    assertEquals(kernel.shape, [2, 2, 2, 6]);
    const x = tf.randomNormal<tf.Rank.R4>([3, ...shape] as never);
    const last = isFirst ? tf.transpose(x, [0, 2, 3, 1]) : x;
    const parts = [0, 1].map((i) =>
      tf.conv2d(
        tf.split(last, 2, -1)[i] as tf.Tensor4D,
        tf.split(kernel, 2, -1)[i] as tf.Tensor4D,
        1,
        "valid",
      )
    );
    const y = tf.concat(parts, -1).add(bias).tanh();
    const want = values(isFirst ? tf.transpose(y, [0, 3, 1, 2]) : y);
    assertClose(values(apply(layer, x)), want);
    using recorded = compile((x: tf.Tensor) => apply(layer, x));
    assertClose(values(recorded(x)), want);
    assertClose(values((await reload(model)).predict(x)), want);
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const { history } = await model.fit(x, tf.zerosLike(apply(layer, x)), {
      epochs: 3,
      verbose: 0,
    });
    assertEquals(history.loss[2] < history.loss[0], true);
  });
}

Deno.test("conv1d() and conv3d() take groups, too", () => {
  const options = { filters: 2, groups: 2, kernelInitializer: "ones" };
  const row = layers.conv1d({ ...options, kernelSize: 2, padding: "causal" });
  const x = tf.tensor3d([[[1, 10], [2, 20]]]);
  assertEquals(values(apply(row, x)), [1, 10, 3, 30]);
  const volume = layers.conv3d({ ...options, kernelSize: 1 });
  assertEquals(values(apply(volume, x.reshape([1, 1, 1, 2, 2]))), [
    ...[1, 10, 2, 20],
  ]);
});
