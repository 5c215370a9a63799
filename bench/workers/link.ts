/**
 * One task of a cluster for `bench/cluster/link`: prints a line of JSON with the times of
 * reductions, and of training steps.
 *
 *     deno run … link.ts '{"workers": ["10.0.0.1:2222", …], "task": 0}' '[13660]' '[32]'
 *
 * @module
 */
import { cluster, init, tf } from "../../lib/tensorflow/mod.ts";
import { imagesPerSecond, timeReduction } from "./cluster.ts";

/** What a task measured. */
export interface LinkTimes {
  /** Milliseconds a reduction, by the number of floats; none where it took too long. */
  readonly reductions: Readonly<Record<string, number>>;
  /** Milliseconds a training step, by the size of the whole batch. */
  readonly steps: Readonly<Record<string, number>>;
}

/** Milliseconds that all reductions of a size may take together. */
const BUDGET = 3000;
/** Milliseconds above which one takes too long, and larger ones are left out. */
const LONGEST = 20_000;

/** All tasks must do the same, so the slowest one's time counts. */
function agreed(milliseconds: number): number {
  return tf.tidy(() =>
    cluster.allReduce(tf.scalar(milliseconds), "max").dataSync()[0]
  );
}

if (import.meta.main) {
  const [options, sizes, batches] = Deno.args.map((text) => JSON.parse(text));
  await init({ cluster: options, threads: { interOp: 1, intraOp: 1 } });
  const reductions: Record<string, number> = {};
  const steps: Record<string, number> = {};
  for (const size of sizes) {
    const first = agreed(timeReduction(size, 1));
    const count = Math.ceil(Math.max(3, Math.min(100, BUDGET / first)));
    reductions[size] = first > BUDGET ? first : timeReduction(size, count);
    if (first > LONGEST) break;
  }
  for (const size of batches) {
    steps[size] = 1000 * size / await imagesPerSecond(size);
  }
  console.log(JSON.stringify({ reductions, steps } satisfies LinkTimes));
}
