import { assertEquals } from "@std/assert";
import { tf } from "../../../../../lib/tensorflow/mod.ts";
import { apply, assertClose, layers, reload, values } from "../support.ts";

const row = tf.tensor4d([0, 4], [1, 1, 2, 1]);

Deno.test("upSampling2d() with halfPixelCenters is Keras's", async () => {
  const options = { size: [1, 2], interpolation: "bilinear" };
  const layer = layers.upSampling2d({
    ...options,
    halfPixelCenters: true,
    inputShape: [1, 2, 1],
  });
  assertClose(values(apply(layer, row)), [0, 1, 3, 4]);
  const first = layers.upSampling2d({
    ...options,
    halfPixelCenters: true,
    dataFormat: "channelsFirst",
  });
  assertClose(values(apply(first, row.reshape([1, 1, 1, 2]))), [0, 1, 3, 4]);
  assertClose(values(apply(layers.upSampling2d(options), row)), [0, 2, 4, 4]);
  const loaded = await reload(tf.sequential({ layers: [layer] }));
  assertClose(values(loaded.predict(row)), [0, 1, 3, 4]);
});

Deno.test("resizing() with halfPixelCenters is Keras's", () => {
  const layer = layers.resizing({
    height: 1,
    width: 4,
    halfPixelCenters: true,
  });
  assertClose(values(apply(layer, row)), [0, 1, 3, 4]);
});

Deno.test("models of Keras 3 compute as there: half pixels, hard sigmoid", async () => {
  const layer = (class_name: string, config: Record<string, unknown>) => ({
    module: "keras.layers",
    class_name,
    config: {
      ...config,
      dtype: { class_name: "DTypePolicy", config: { name: "float32" } },
    },
  });
  const modelTopology = {
    keras_version: "3.8.0",
    model_config: {
      class_name: "Sequential",
      config: {
        name: "sequential",
        layers: [
          {
            class_name: "InputLayer",
            config: { name: "in", batch_shape: [null, 1, 2, 1] },
          },
          layer("UpSampling2D", {
            name: "up",
            size: [1, 2],
            interpolation: "bilinear",
          }),
          layer("Activation", { name: "act", activation: "hard_sigmoid" }),
        ],
      },
    },
  };
  const model = await tf.loadLayersModel(tf.io.fromMemory({
    modelTopology,
    weightSpecs: [],
    weightData: new ArrayBuffer(0),
  }));
  const want = [0, 1, 3, 4].map((x) => Math.min(1, (x + 3) / 6));
  assertClose(values(model.predict(row)), want);
  assertEquals(model.layers.length, 3);
});
