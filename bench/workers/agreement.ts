/**
 * One task of a cluster, or a process alone, for `bench/cluster/agreement.ts`: trains the
 * network of `reference`, or a smooth one, for 200 steps, and prints a line of JSON with
 * every step's loss and a digest of all weights after each epoch.
 *
 *     deno run … agreement.ts '{"workers": ["127.0.0.1:2222", …], "task": 0}' NETWORK RATE [nudged]
 *
 * @module
 */
import { syntheticDataset } from "../../lib/data/mod.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { init, tf } from "../../lib/tensorflow/mod.ts";
import { train } from "../../lib/training/loop.ts";
import { type Recipe, recipes } from "../../lib/training/recipes/recipes.ts";
import { allVariables } from "../../lib/training/weights/variables.ts";
import { smoothNetwork } from "./smooth_network.ts";

/** What a task found. */
export interface Agreement {
  readonly losses: readonly number[];
  /** SHA-256 of the weights after each epoch. */
  readonly weights: readonly string[];
}

/** Augmentation and dropout draw other numbers in each task. */
const plain: Recipe = {
  ...recipes.reference,
  network: { ...recipes.reference.network, dropout: 0 },
  augmentation: undefined,
  epochs: 4,
};
/** Of one epoch. */
const STEPS = 50;

/** Changes one value by about its last bit. */
function nudge(variable: tf.Variable): void {
  const values = variable.dataSync();
  values[0] *= 1 + 2 ** -23;
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}

if (import.meta.main) {
  const [cluster, network, rate, nudged] = Deno.args;
  const recipe: Recipe = {
    ...plain,
    schedule: { kind: "oneCycle", peak: Number(rate) },
  };
  await init({
    cluster: JSON.parse(cluster),
    threads: { interOp: 1, intraOp: 1 },
  });
  const dataset = syntheticDataset({
    train: recipe.batchSize * STEPS,
    test: 64,
    seed: 3,
  });
  const model = network === "smooth"
    ? smoothNetwork(1)
    : createNetwork(recipe.network, 1);
  if (nudged) nudge(allVariables(model)[0]);
  const losses: number[] = [];
  const weights: string[] = [];
  await train(model, dataset, recipe, {
    synchronized: true,
    onBatch: ({ loss }) => void losses.push(loss),
    onEpoch: async () => {
      const values = allVariables(model).flatMap((each) => [
        ...each.dataSync(),
      ]);
      const digest = await crypto.subtle.digest(
        "SHA-256",
        Float32Array.from(values),
      );
      weights.push(new Uint8Array(digest).toHex());
    },
  });
  console.log(JSON.stringify({ losses, weights } satisfies Agreement));
}
