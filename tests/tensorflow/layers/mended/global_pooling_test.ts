import { assertEquals } from "@std/assert";
import { tf } from "../../../../lib/tensorflow/mod.ts";
import { assertClose, layers, reload, values } from "./support.ts";

Deno.test("global pooling with keepdims keeps axes of size 1", async () => {
  const cases: [name: string, shape: number[], dataFormat?: string][] = [
    ["globalAveragePooling1d", [3, 2]],
    ["globalMaxPooling1d", [3, 2]],
    ["globalAveragePooling2d", [3, 3, 2]],
    ["globalMaxPooling2d", [2, 3, 3], "channelsFirst"],
  ];
  for (const [name, shape, dataFormat] of cases) {
    const layer = layers[name]({
      keepdims: true,
      inputShape: shape,
      ...(dataFormat && { dataFormat }),
    });
    const kept = shape.map((size) => size === 3 ? 1 : size);
    assertEquals(layer.computeOutputShape([null, ...shape]), [null, ...kept]);
    const model = await reload(tf.sequential({ layers: [layer] }));
    const y = model.predict(tf.ones([2, ...shape])) as tf.Tensor;
    assertEquals(y.shape, [2, ...kept]);
  }
});

Deno.test("the average of a sequence leaves out what its mask hides", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({
        inputDim: 4,
        outputDim: 1,
        maskZero: true,
        inputLength: 4,
      }),
      tf.layers.globalAveragePooling1d({}),
    ],
  });
  model.setWeights([tf.tensor2d([[9], [1], [2], [3]])]);
  const ids = tf.tensor2d([[1, 2, 0, 0], [3, 0, 1, 1]]);
  assertClose(values(model.predict(ids) as tf.Tensor), [1.5, 5 / 3]);
});
