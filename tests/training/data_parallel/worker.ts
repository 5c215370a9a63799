/**
 * Trains a small network, alone or as one task of a cluster, and prints the epochs'
 * losses, the scores and a digest of the weights, for loop tests.
 *
 *     deno run … worker.ts '{"workers": ["127.0.0.1:2222", …], "task": 0}'
 *
 * @module
 */
import { syntheticDataset } from "../../../lib/data/mod.ts";
import { createNetwork } from "../../../lib/model/network.ts";
import { init } from "../../../lib/tensorflow/mod.ts";
import { train } from "../../../lib/training/loop.ts";
import { type Recipe, recipes } from "../../../lib/training/recipes/recipes.ts";
import { allVariables } from "../../../lib/training/weights/variables.ts";

/** What a worker prints. */
export interface Trained {
  readonly losses: readonly number[];
  readonly scores: readonly (readonly [loss: number, correct: number])[];
  readonly weights: string;
}

if (import.meta.main) {
  const [cluster] = Deno.args;
  const threads = { interOp: 1, intraOp: 1 };
  await init({ cluster: JSON.parse(cluster), threads });
  // The last batch of an epoch has 5 images, so the shares are unequal
  const dataset = syntheticDataset({ train: 101, test: 260, seed: 3 });
  const network = {
    channels: [8, 8, 8, 8, 16],
    hidden: 16,
    dropout: 0,
  } as const;
  const recipe: Recipe = {
    ...recipes.reference,
    network,
    epochs: 2,
    augmentation: undefined, // It draws other numbers in each task
    schedule: { kind: "oneCycle", peak: 0.005 }, // Rounding errors don't grow
  };
  const model = createNetwork(network, 1);
  const losses: number[] = [];
  const scores: [number, number][] = [];
  await train(model, dataset, recipe, {
    synchronized: true,
    onBatch: ({ loss }) => void losses.push(loss),
    onEpoch: ({ testLoss, testCorrect }) =>
      void scores.push([testLoss, testCorrect]),
    onFinish: ({ train: { loss, correct } }) =>
      void scores.push([loss, correct]),
  });
  const bytes = allVariables(model).flatMap((each) => [...each.dataSync()]);
  const digest = await crypto.subtle.digest(
    "SHA-256",
    Float32Array.from(bytes),
  );
  const weights = new Uint8Array(digest).toHex();
  console.log(JSON.stringify({ losses, scores, weights } satisfies Trained));
}
