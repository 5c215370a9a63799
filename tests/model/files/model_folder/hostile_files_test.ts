/** Models made to do harm: each is refused before it takes memory or leaves its folder. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { init, tf } from "../../../../lib/tensorflow/mod.ts";
import { ModelError } from "../../../../lib/model/errors.ts";
import {
  loadModel,
  saveModel,
} from "../../../../lib/model/files/model_folder.ts";
import { inFolder, link, namesIn } from "../../../support/folder.ts";

await init();

type Layer = tf.layers.Layer;

/** Saves a model of these layers with a part that a test replaces. */
async function withModel(
  layers: Layer[],
  test: (folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (parent) => {
    const folder = join(parent, "model");
    const model = tf.sequential({ layers });
    await saveModel(folder, model, {
      normalization: { mean: 0, standardDeviation: 1 },
      recipe: "reference",
      epoch: 1,
      trainedOn: "MNIST",
    });
    model.dispose();
    await test(folder);
  });
}

const flatten = () => tf.layers.flatten({ inputShape: [28, 28, 1] });
const dense = () => tf.layers.dense({ units: 10, useBias: false });

/** The line with which it is refused; nothing is written and no memory taken. */
async function refusal(folder: string): Promise<string> {
  const before = namesIn(folder);
  const { rss } = Deno.memoryUsage();
  const { numTensors } = tf.memory();
  try {
    const { model } = await loadModel(folder);
    model.dispose();
  } catch (error) {
    assert(error instanceof ModelError, `${error}`);
    assert(!/\p{Cc}/u.test(error.message), error.message);
    assert(Deno.memoryUsage().rss - rss < 100e6);
    assertEquals(tf.memory().numTensors, numTensors);
    const after = namesIn(folder);
    assertEquals(after, before);
    return error.message;
  }
  throw new Error("It was loaded");
}

async function replaceInJson(folder: string, from: string, to: string) {
  const path = join(folder, "model.json");
  const text = await Deno.readTextFile(path);
  assertStringIncludes(text, from);
  await Deno.writeTextFile(path, text.replace(from, to));
}

Deno.test("loadModel() allocates no more weights than the file contains", async () => {
  await withModel([flatten(), dense()], async (folder) => {
    await replaceInJson(folder, '"units":10', '"units":1000000000');
    assertStringIncludes(
      await refusal(folder),
      '"kernel" would have shape [784,1000000000]',
    );
  });
});

Deno.test("loadModel() refuses a layer with too many values", async () => {
  const layers = [
    tf.layers.upSampling2d({ size: [2, 2], inputShape: [28, 28, 1] }),
    tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
    dense(),
  ];
  await withModel(layers, async (folder) => {
    await replaceInJson(folder, '"size":[2,2]', '"size":[50000,50000]');
    assertStringIncludes(await refusal(folder), "at most 1048576 values");
  });
});

Deno.test("loadModel() refuses a model that can't predict", async () => {
  const layers = [
    tf.layers.maxPooling2d({ poolSize: 2, inputShape: [28, 28, 1] }),
    tf.layers.globalMaxPooling2d({ dataFormat: "channelsLast" }),
    dense(),
  ];
  await withModel(layers, async (folder) => {
    await replaceInJson(folder, '"pool_size":[2,2]', '"pool_size":[99,99]');
    assertStringIncludes(await refusal(folder), "must describe a model");
  });
});

Deno.test("loadModel() refuses a model with too many layers", async () => {
  await withModel([flatten(), dense()], async (folder) => {
    const layers = '{"class_name":"ReLU","config":{}},'.repeat(2000);
    await replaceInJson(folder, '"layers":[', `"layers":[${layers}`);
    assertStringIncludes(await refusal(folder), "at most 2000 parts");
  });
});

Deno.test("loadModel() refuses weights outside of the model's folder", async () => {
  await withModel([flatten(), dense()], async (folder) => {
    const name = namesIn(folder).find((name) => name.endsWith(".bin"))!;
    const outside = join(folder, "..", "weights.bin");
    await Deno.rename(join(folder, name), outside);
    await link(outside, join(folder, name));
    assertStringIncludes(await refusal(folder), "must lie in the model's");
  });
});

Deno.test("loadModel() never shows control characters of a file", async () => {
  await withModel([flatten(), dense()], async (folder) => {
    await replaceInJson(
      folder,
      '"class_name":"Dense"',
      '"class_name":"a\\u001b[2J\\nb"',
    );
    assertStringIncludes(await refusal(folder), "must describe a model");
  });
  await withModel([flatten(), dense()], async (folder) => {
    await replaceInJson(
      folder,
      '"batch_input_shape":[null,',
      '"batch_input_shape":["\\u009b31m",',
    );
    assertStringIncludes(await refusal(folder), "current shapes are");
  });
  await withModel([flatten(), dense()], async (folder) => {
    await replaceInJson(folder, '"MNIST"', '"MNIST\\u001b[2J"');
    assertStringIncludes(await refusal(folder), "userDefinedMetadata");
  });
});
