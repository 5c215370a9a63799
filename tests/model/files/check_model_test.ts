import { assertEquals, assertRejects } from "@std/assert";
import { ModelError } from "../../../lib/model/errors.ts";
import { checkModel } from "../../../lib/model/files/check_model.ts";
import { createNetwork } from "../../../lib/model/network.ts";
import { init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

Deno.test("checkModel() accepts our network and leaves no tensor", async () => {
  const model = createNetwork();
  const before = tf.memory().numTensors;
  await checkModel(model, 10, "folder");
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("checkModel() refuses other shapes, named in the message", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ inputShape: [3], units: 2 })],
  });
  await assertRejects(
    () => checkModel(model, 10, "folder"),
    ModelError,
    'Cannot load model "folder": it must map [null,28,28,1] to [null,10]: current shapes are [[null,3]] and [[null,2]]',
  );
  model.dispose();
});

Deno.test("checkModel() finds the layer with too many values, within another model too", async () => {
  const large = tf.sequential({
    layers: [
      tf.layers.upSampling2d({ size: [50, 50], inputShape: [28, 28, 1] }),
      tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
    ],
  });
  const model = tf.sequential({
    layers: [large, tf.layers.dense({ units: 10 })],
  });
  await assertRejects(
    () => checkModel(model, 10, "folder"),
    ModelError,
    "each layer must have at most 1048576 values an image",
  );
  model.dispose();
});
