import { assert, assertEquals } from "@std/assert";
import {
  estimateEpochSeconds,
  inWords,
} from "../../../lib/cli/train/estimate.ts";
import { syntheticDataset } from "../../../lib/data/mod.ts";
import { init, tf } from "../../../lib/tensorflow/mod.ts";
import { recipes } from "../../../lib/training/recipes/recipes.ts";

Deno.test("estimateEpochSeconds() grows with the images, and frees its network", async () => {
  await init();
  const before = tf.memory().numTensors;
  const dataset = syntheticDataset({ train: 1000, test: 10 });
  const seconds = await estimateEpochSeconds(dataset, recipes.reference);
  assert(seconds > 0 && seconds < 1000, `${seconds}`);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("inWords() rounds up to seconds, minutes or hours", () => {
  assertEquals(
    [1.2, 119.5, 120, 7199, 7200, 7201].map(inWords),
    [
      "2 seconds",
      "120 seconds",
      "2 minutes",
      "120 minutes",
      "2 hours",
      "3 hours",
    ],
  );
});
