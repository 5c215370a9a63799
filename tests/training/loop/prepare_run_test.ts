import { assertEquals, assertThrows } from "@std/assert";
import { createNetwork } from "../../../lib/model/network.ts";
import { init, tf } from "../../../lib/tensorflow/mod.ts";
import { prepareRun } from "../../../lib/training/loop/prepare_run.ts";
import type { Recipe } from "../../../lib/training/recipes/recipes.ts";
import { dataset, recipe } from "../checkpoints/fixtures.ts";

await init();

Deno.test("prepareRun() creates what the recipe asks for, and frees it", () => {
  const model = createNetwork(recipe.network);
  const before = tf.memory().numTensors;
  {
    using run = prepareRun(
      model,
      dataset,
      { ...recipe, averaging: { decay: 0.9 } },
      {},
    );
    assertEquals(run.average !== undefined, true);
    assertEquals(run.best, undefined);
    assertEquals([run.trainSet.count, run.testSet.count], [37, 20]);
    assertEquals(run.position.epoch, 1);
  }
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("prepareRun() leaves no tensor when it refuses a recipe", () => {
  const model = createNetwork(recipe.network);
  const before = tf.memory().numTensors;
  const refused: [changes: Partial<Recipe>, message: string][] = [
    [{ labelSmoothing: 1 }, "label smoothing must be"],
    [{ averaging: { decay: 1 } }, "decay must be"],
    [{ distillation: { temperature: 2 } }, "there must be soft targets"],
    [{ earlyStopping: { patience: 1 } }, "it needs a validation set"],
    [{ schedule: { kind: "constant", rate: 0 } }, "learning rate must be"],
  ];
  for (const [changes, message] of refused) {
    assertThrows(
      () => prepareRun(model, dataset, { ...recipe, ...changes }, {}),
      RangeError,
      message,
    );
    assertEquals(tf.memory().numTensors, before);
  }
  model.dispose();
});
