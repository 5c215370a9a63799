import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import type { Dataset } from "../../lib/data/digits.ts";
import { syntheticDigits } from "../../lib/data/synthetic/digits.ts";
import { saveModel } from "../../lib/model/files/model_folder.ts";
import { init, tf } from "../../lib/tensorflow/mod.ts";
import type { FinishedRun } from "../../lib/runs/finished.ts";
import { type Recipe, recipes } from "../../lib/training/recipes/recipes.ts";
import { trainedNetwork } from "../../lib/runs/trained_network.ts";
import { inFolder } from "../support/folder.ts";

const dataset: Dataset = {
  train: syntheticDigits({ count: 64, seed: 1 }),
  test: syntheticDigits({ count: 32, seed: 2 }),
  source: { kind: "synthetic", name: "drawn", place: "here" },
};

const recipe: Recipe = {
  ...recipes.reference,
  epochs: 1,
  network: { ...recipes.reference.network, channels: [4, 4, 4, 4, 8] },
};

Deno.test("trainedNetwork() trains if there is no run, and loads the model of one", async () => {
  await init();
  const trained = await trainedNetwork(undefined, dataset, recipe);
  assertEquals(trained.info.epoch, 1);
  assertEquals(trained.info.trainedOn, "drawn");
  await inFolder(async (folder) => {
    const result = join(folder, "last");
    await saveModel(result, trained.model, trained.info);
    const run = { name: "run", result } as FinishedRun;
    const loaded = await trainedNetwork(run, dataset, recipe);
    assertEquals(loaded.info, trained.info);
    assertEquals(
      loaded.model.getWeights().map((weight) => [...weight.dataSync()]),
      trained.model.getWeights().map((weight) => [...weight.dataSync()]),
    );
    loaded.model.dispose();
  });
  trained.model.dispose();
});

Deno.test("trainedNetwork() frees all tensors when it is stopped", async () => {
  await init();
  const { numTensors } = tf.memory();
  await assertRejects(
    () =>
      trainedNetwork(undefined, dataset, recipe, {
        signal: AbortSignal.abort(),
      }),
    DOMException,
  );
  assertEquals(tf.memory().numTensors, numTensors);
});
