import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { tf } from "../../../lib/tensorflow/mod.ts";
import { ModelError } from "../../../lib/model/errors.ts";
import { loadModel, saveModel } from "../../../lib/model/files/model_folder.ts";
import { DIGIT_CLASSES } from "../../../lib/data/digits.ts";
import type { NewModelInfo } from "../../../lib/model/files/model_json.ts";
import { inFolder, namesIn } from "../../support/folder.ts";

const info: NewModelInfo = {
  normalization: { mean: 0.1307, standardDeviation: 0.3081 },
  recipe: "reference",
  epoch: 3,
  trainedOn: "MNIST",
};

function smallModel(seed = 1): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dense({
        units: 10,
        kernelInitializer: tf.initializers.glorotNormal({ seed }),
      }),
    ],
  });
}

/** Runs a test with the place of a model, which is not there yet. */
async function withPlace(test: (folder: string) => Promise<void>) {
  await inFolder((folder) => test(join(folder, "model")));
}

Deno.test("loadModel() returns what saveModel() was given", async () => {
  await withPlace(async (folder) => {
    const model = smallModel();
    await saveModel(folder, model, info);
    const before = tf.memory().numTensors;
    const saved = await loadModel(folder);
    assertEquals(saved.info, { ...info, classes: [...DIGIT_CLASSES] });
    assertEquals(
      saved.model.getWeights().map((weight) => weight.arraySync()),
      model.getWeights().map((weight) => weight.arraySync()),
    );
    saved.model.dispose();
    assertEquals(tf.memory().numTensors, before);
    model.dispose();
  });
});

Deno.test("saveModel() replaces the old model and leaves nothing else", async () => {
  await withPlace(async (folder) => {
    const [first, second] = [smallModel(1), smallModel(2)];
    await saveModel(folder, first, info);
    await saveModel(folder, second, { ...info, epoch: 4 });
    const saved = await loadModel(folder);
    assertEquals(saved.info.epoch, 4);
    assertEquals(
      saved.model.getWeights()[0].arraySync(),
      second.getWeights()[0].arraySync(),
    );
    assertEquals(namesIn(folder).length, 2);
    assert(namesIn(folder).includes("model.json"));
    [first, second, saved.model].forEach((model) => model.dispose());
  });
});

Deno.test("saveModel() keeps the old model if it can't write", async () => {
  await withPlace(async (folder) => {
    const model = smallModel();
    await saveModel(folder, model, info);
    const before = namesIn(folder);
    await Deno.remove(join(folder, "model.json"));
    await Deno.mkdir(join(folder, "model.json"));
    await assertRejects(() => saveModel(folder, model, info), ModelError);
    assertEquals(namesIn(folder), before);
    model.dispose();
  });
});

async function refusal(folder: string): Promise<string> {
  const error = await assertRejects(() => loadModel(folder), ModelError);
  assert(!error.message.includes("\n"), "more than one line");
  assertStringIncludes(error.message, "deno task train");
  return error.message;
}

Deno.test("loadModel() refuses a folder without a model", async () => {
  await withPlace(async (folder) => {
    assertStringIncludes(await refusal(folder), "no such file or folder");
  });
});

Deno.test("loadModel() refuses damaged weights", async () => {
  await withPlace(async (folder) => {
    const model = smallModel();
    await saveModel(folder, model, info);
    model.dispose();
    const file = join(folder, namesIn(folder).find((n) => n.endsWith(".bin"))!);
    const bytes = await Deno.readFile(file);
    bytes[100] ^= 1;
    await Deno.writeFile(file, bytes);
    assertStringIncludes(await refusal(folder), "SHA-256");
    await Deno.writeFile(file, bytes.subarray(4));
    assertStringIncludes(await refusal(folder), "must have 31400 bytes");
    await Deno.remove(file);
    assertStringIncludes(await refusal(folder), "no such file");
  });
});

Deno.test("loadModel() refuses weights that are not finite, by their name", async () => {
  for (const value of [NaN, -Infinity]) {
    await withPlace(async (folder) => {
      const model = smallModel();
      const weights = model.getWeights();
      const last = tf.fill(weights.at(-1)!.shape, value);
      model.setWeights([...weights.slice(0, -1), last]);
      const name = model.weights.at(-1)!.originalName;
      await saveModel(folder, model, info);
      model.dispose();
      last.dispose();
      const file = namesIn(folder).find((n) => n.endsWith(".bin"))!;
      assertStringIncludes(
        await refusal(folder),
        `Cannot read "${
          join(folder, file)
        }": each weight must be finite: "${name}" holds ${value}`,
      );
    });
  }
});

Deno.test("loadModel() refuses a damaged model.json, and layers it does not know", async () => {
  await withPlace(async (folder) => {
    const model = smallModel();
    await saveModel(folder, model, info);
    model.dispose();
    const path = join(folder, "model.json");
    const good = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, good.slice(1));
    assertStringIncludes(
      await refusal(folder),
      `Cannot read "${path}": it must be JSON`,
    );
    const unknown = good.replace('"Sequential"', '"Nonsense"');
    await Deno.writeTextFile(path, unknown);
    assertStringIncludes(await refusal(folder), "a model of TensorFlow.js");
  });
});

Deno.test("loadModel() refuses a model of another shape", async () => {
  await withPlace(async (folder) => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ inputShape: [3], units: 2 })],
    });
    await saveModel(folder, model, info);
    model.dispose();
    assertStringIncludes(await refusal(folder), "[null,28,28,1]");
  });
});
