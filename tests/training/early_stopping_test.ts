import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Dataset } from "../../lib/data/digits.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { init } from "../../lib/tensorflow/mod.ts";
import { bestEpoch, shouldStop } from "../../lib/training/early_stopping.ts";
import type { EpochResult } from "../../lib/training/epoch_result.ts";
import { train } from "../../lib/training/loop.ts";
import type { Recipe } from "../../lib/training/recipes/recipes.ts";
import { inFolder } from "../support/folder.ts";
import { dataset, recipe, run } from "./checkpoints/fixtures.ts";

await init();

const heldOut: Dataset = {
  ...dataset,
  source: { ...dataset.source, heldOut: "validation" },
};

/** Stops before its last epoch, and not after its best one. */
const stopping: Recipe = {
  ...recipe,
  epochs: 30,
  averaging: { decay: 0.5 },
  earlyStopping: { patience: 2 },
};

function epochs(...correct: number[]): EpochResult[] {
  return correct.map((testCorrect, index) => ({
    epoch: index + 1,
    trainLoss: 1,
    testLoss: 1,
    testCorrect,
    testCount: 20,
    learningRate: 0.1,
    seconds: 1,
  }));
}

Deno.test("bestEpoch() is the first epoch with the most correct answers", () => {
  assertEquals(bestEpoch([]), undefined);
  assertEquals(bestEpoch(epochs(3, 5, 4, 5))?.epoch, 2);
});

Deno.test("shouldStop() counts the epochs since the best", () => {
  const stopping = { patience: 2 };
  assertEquals(shouldStop([], stopping), false);
  assertEquals(shouldStop(epochs(3, 5, 4), stopping), false);
  assertEquals(shouldStop(epochs(3, 5, 4, 5), stopping), true);
  assertEquals(shouldStop(epochs(3, 5, 4, 6), stopping), false);
});

Deno.test("train() stops early and goes back to the best epoch's weights", async () => {
  const model = createNetwork(stopping.network);
  const weights = () =>
    model.getWeights().map((w) => w.dataSync<"float32">().slice());
  const kept: Float32Array[][] = [];
  const history = await train(model, heldOut, stopping, {
    onEpoch: () => void kept.push(weights()),
  });
  const best = bestEpoch(history)!;
  assert(history.length < stopping.epochs);
  assertEquals(history.length - best.epoch, 2);
  assertEquals(weights(), kept[best.epoch - 1]);
  model.dispose();
});

Deno.test("train() stops early at the same epoch if it is interrupted and resumed", async () => {
  const options = { recipe: stopping, data: heldOut };
  const whole = await run(options);
  const steps = 5 * whole!.history.length;
  // Within the epoch after the best, and before the last one's evaluation
  for (const stopAfter of [steps - 8, steps]) {
    await inFolder(async (folder) => {
      assertEquals(await run({ ...options, folder, stopAfter }), undefined);
      assertEquals(await run({ ...options, folder, weightsSeed: 2 }), whole);
      // And once more after its end
      assertEquals(await run({ ...options, folder, weightsSeed: 2 }), whole);
    });
  }
});

Deno.test("train() refuses early stopping by the test set", async () => {
  const model = createNetwork(recipe.network);
  await assertRejects(
    () => train(model, dataset, stopping),
    RangeError,
    "it needs a validation set",
  );
  const hasty = { ...stopping, earlyStopping: { patience: 0 } };
  await assertRejects(
    () => train(model, heldOut, hasty),
    RangeError,
    "patience must be a whole number of at least 1: current value is 0",
  );
  model.dispose();
});
