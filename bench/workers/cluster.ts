/**
 * One task of a cluster, or a process alone, for `bench/cluster/main.ts`: prints a line of
 * JSON with the times of reductions and the images a second of training.
 *
 *     deno run … cluster.ts '{"workers": ["127.0.0.1:2222", …], "task": 0}' THREADS
 *
 * @module
 */
import { syntheticDataset } from "../../lib/data/mod.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { cluster, compile, init, tf } from "../../lib/tensorflow/mod.ts";
import { train } from "../../lib/training/loop.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";

/** What a task measured. */
export interface ClusterTimes {
  /** Milliseconds a reduction, by the number of floats. */
  readonly reductions: Readonly<Record<string, number>>;
  /** Images a second, by the size of the whole batch. */
  readonly images: Readonly<Record<string, number>>;
}

export const SIZES = [13_402, 100_000, 1_000_000, 10_000_000];
export const BATCHES = [32, 64, 256];

/** Steps that record, and bring the caches and clocks up. */
const FIRST_STEPS = 10;
const STEPS = 40;

/** Milliseconds a reduction of a vector, once the first is done. */
export function timeReduction(size: number, count: number): number {
  using reduce = compile((x: tf.Tensor) => cluster.allReduce(x, "mean"));
  const x = tf.ones([size]);
  reduce(x).dispose();
  const start = performance.now();
  for (let index = 0; index < count; index++) reduce(x).dispose();
  const milliseconds = (performance.now() - start) / count;
  x.dispose();
  return milliseconds;
}

/** Images a second that a batch of this size, shared by all tasks, trains. */
export async function imagesPerSecond(batchSize: number): Promise<number> {
  const dataset = syntheticDataset({ train: batchSize * STEPS, test: 1 });
  const recipe = {
    ...recipes.reference,
    augmentation: undefined, // the peer has none
    batchSize,
    epochs: 1,
  };
  const model = createNetwork(recipe.network, 1);
  const seconds: number[] = [];
  await train(model, dataset, recipe, {
    onBatch: (event) => void seconds.push(event.seconds),
  });
  model.dispose();
  return (STEPS - FIRST_STEPS) * batchSize /
    (seconds.at(-1)! - seconds[FIRST_STEPS - 1]);
}

if (import.meta.main) {
  const [options, threads] = Deno.args;
  await init({
    cluster: JSON.parse(options),
    threads: { interOp: Number(threads), intraOp: 1 },
  });
  const reductions: Record<string, number> = {};
  const images: Record<string, number> = {};
  if (cluster.currentCluster().size > 1) {
    for (const size of SIZES) {
      const count = Math.max(5, Math.min(100, 2e7 / size));
      reductions[size] = timeReduction(size, count);
    }
  }
  for (const size of BATCHES) images[size] = await imagesPerSecond(size);
  console.log(JSON.stringify({ reductions, images } satisfies ClusterTimes));
}
