import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { ModelError } from "../../lib/model/errors.ts";
import { loadModel } from "../../lib/model/files/model_folder.ts";
import { tf } from "../../lib/tensorflow/mod.ts";
import type { EpochResult } from "../../lib/training/epoch_result.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";
import { RunFolder } from "../../lib/runs/folder.ts";
import { readMistakes, type RunConfig } from "../../lib/runs/record.ts";
import { inFolder } from "../support/folder.ts";
import { config as fixture } from "./fixtures.ts";

const config: RunConfig = {
  ...fixture,
  started: "2025-11-23T07:30:12.000Z",
  recipe: recipes.reference,
};

function result(epoch: number, testCorrect: number): EpochResult {
  return {
    epoch,
    trainLoss: 0.1,
    testLoss: 0.1,
    testCorrect,
    testCount: 10000,
    learningRate: 0.01,
    seconds: 1,
  };
}

/** A model whose bias tells which epoch it is of. */
function modelOf(epoch: number): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dense({ units: 10 }),
    ],
  });
  tf.tidy(() => model.setWeights([tf.zeros([784, 10]), tf.fill([10], epoch)]));
  return model;
}

async function biasIn(folder: string): Promise<number> {
  const { model, info } = await loadModel(folder);
  const bias = model.getWeights()[1].dataSync()[0];
  model.dispose();
  assertEquals(info.epoch, bias);
  return bias;
}

async function readJson(...parts: string[]) {
  return JSON.parse(await Deno.readTextFile(join(...parts)));
}

Deno.test("RunFolder saves the last and the best epoch, and the history", async () => {
  await inFolder(async (folder) => {
    const run = await RunFolder.create({ out: join(folder, "run") }, config);
    for (const [index, correct] of [9900, 9950, 9950, 9940].entries()) {
      const model = modelOf(index + 1);
      await run.keepEpoch(result(index + 1, correct), model);
      model.dispose();
    }
    await run.keepFinal(
      { loss: 0.01, correct: 59782, count: 60000 },
      { loss: 0.02, correct: 9940, count: 10000 },
      [{
        ...{ index: 8, label: 5, prediction: 6 },
        ...{ confidence: 0.9, labelProbability: 0.1 },
      }],
    );
    assertEquals(await readMistakes(run.path), {
      count: 10000,
      mistakes: [{ image: 8, label: 5, answer: 6 }],
    });
    assertEquals(await biasIn(run.last), 4);
    assertEquals(await biasIn(run.best), 2);
    const history = await readJson(run.path, "history.json");
    assertEquals(history.epochs.length, 4);
    assertEquals(history.epochs[1], result(2, 9950));
    assertEquals(history.final.train.correct, 59782);
    const kept = await readJson(run.path, "config.json");
    assertEquals(kept.recipe, recipes.reference);
    assertMatch(kept.best, /chosen on that set/);
  });
});

Deno.test("RunFolder.create() creates a folder for each run", async () => {
  await inFolder(async (folder) => {
    const under = join(folder, "runs");
    const first = await RunFolder.create({ under }, config);
    const second = await RunFolder.create({ under }, config);
    assertEquals(basename(second.path), `${basename(first.path)}-2`);
    assertMatch(basename(first.path), /^2025-11-2\d_.*_reference_1$/);
  });
});

Deno.test("RunFolder.create() refuses a folder that holds something", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "notes.txt"), "mine");
    await assertRejects(
      () => RunFolder.create({ out: folder }, config),
      ModelError,
      'it holds "notes.txt"',
    );
  });
});

Deno.test("RunFolder.resume() continues a history and removes temporary files", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "run");
    await RunFolder.create({ out: path }, config);
    await Deno.writeTextFile(join(path, ".history.json.0.tmp"), "{");
    const run = await RunFolder.resume(path, config, [result(1, 9900)]);
    assertEquals([...Deno.readDirSync(path)].map(({ name }) => name), [
      "config.json",
    ]);
    const model = modelOf(2);
    await run.keepEpoch(result(2, 9890), model);
    model.dispose();
    const { epochs } = await readJson(path, "history.json");
    assertEquals(epochs, [result(1, 9900), result(2, 9890)]);
    // Worse than the first epoch
    assertEquals(existsSync(run.best), false);
  });
});

Deno.test("RunFolder.discard() removes the folder", async () => {
  await inFolder(async (folder) => {
    const run = await RunFolder.create({ out: join(folder, "run") }, config);
    await run.discard();
    assertEquals([...Deno.readDirSync(folder)], []);
  });
});
