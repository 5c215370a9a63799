/**
 * A small run to be killed: it goes on where it was, with a checkpoint after
 * each step. It says `begun` at its first step, the number of each epoch that is kept, and `done`.
 *
 * Plain TensorFlow.js and a network of one layer, so that a process takes half a
 * second; the loop, the checkpoints and the run's folder are those of every run.
 */
import { findResumableRun } from "../../../lib/cli/train/find_resumable_run.ts";
import { restoreFolder } from "../../../lib/cli/train/restore_run.ts";
import {
  CLASS_COUNT,
  createDigits,
  type Dataset,
  PIXELS,
} from "../../../lib/data/digits.ts";
import { Random } from "../../../lib/data/random.ts";
import { tf } from "../../../lib/tensorflow/mod.ts";
import { selectBackend } from "../../../lib/tensorflow/select_backend.ts";
import { Checkpoints } from "../../../lib/training/checkpoints/checkpoints.ts";
import { CheckpointStore } from "../../../lib/training/checkpoints/store.ts";
import { train } from "../../../lib/training/loop.ts";
import { type Recipe, recipes } from "../../../lib/training/recipes/recipes.ts";
import { RunFolder } from "../../../lib/runs/folder.ts";
import { identifyRun } from "../../../lib/training/checkpoints/run_identity.ts";

const { augmentation: _, ...plain } = recipes.reference;
const recipe: Recipe = { ...plain, epochs: 4, batchSize: 4 };
const random = new Random(1);
/** Noise: what it learns does not matter here. */
const noise = (count: number) =>
  createDigits(
    Uint8Array.from({ length: count * PIXELS }, () => random.integer(256)),
    Uint8Array.from({ length: count }, (_, index) => index % CLASS_COUNT),
  );
const dataset: Dataset = {
  train: noise(20),
  test: noise(10),
  source: { kind: "synthetic", name: "noise", place: "drawn" },
};

const [out] = Deno.args;
const { description } = await selectBackend({ backend: "cpu" });
const initializer = tf.initializers.heNormal({ seed: 1 });
const model = tf.sequential({
  layers: [
    tf.layers.flatten({ inputShape: [28, 28, 1] }),
    tf.layers.dense({ units: 10, kernelInitializer: initializer }),
    tf.layers.activation({ activation: "logSoftmax" as "softmax" }),
  ],
});
const identity = identifyRun(dataset, recipe);
const config = {
  started: new Date().toISOString(),
  recipe,
  data: { ...dataset.source, ...identity.data },
  normalization: identity.normalization,
  backend: description,
  versions: {},
};

const resumed = await findResumableRun(out, {});
// Half a file of a process that was killed while it made the folder
if (!resumed) await Deno.remove(out, { recursive: true }).catch(() => {});
const run = resumed
  ? await restoreFolder(resumed, config, model)
  : await RunFolder.create({ out }, config);
const checkpoints = new Checkpoints(
  resumed?.store ?? new CheckpointStore(run.checkpoints),
  identity,
  resumed?.stored,
  { everySeconds: 0 },
);
const say = (line: string) =>
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
let begun = false;
await train(model, dataset, recipe, {
  checkpoints,
  onBatch: () => {
    if (!begun) say("begun");
    begun = true;
  },
  onEpoch: async (result) => {
    await run.keepEpoch(result, model);
    say(`${result.epoch}`);
  },
});
say("done");
