/**
 * `deno task bench:cluster`: what a reduction over two workers costs, and whether two
 * workers of one thread train faster than one process of two threads. They take turns.
 * `deno task bench:cluster agreement` compares what they find instead (agreement.ts).
 *
 * @module
 */
import { compareWorkers } from "./agreement.ts";
import { median } from "./statistics.ts";
import { runTasks } from "./tasks.ts";
import { BATCHES, type ClusterTimes, SIZES } from "./workers/cluster.ts";

const ROUNDS = 3;

async function run(count: number, threads: number): Promise<ClusterTimes> {
  const [chief] = await runTasks<ClusterTimes>("cluster.ts", count, [
    `${threads}`,
  ]);
  return chief;
}

if (Deno.args[0] === "agreement") {
  await compareWorkers();
  Deno.exit();
}

const alone: ClusterTimes[] = [];
const together: ClusterTimes[] = [];
for (let round = 0; round < ROUNDS; round++) {
  alone.push(await run(1, 2));
  together.push(await run(2, 1));
}

console.log("| floats | ms a reduction |\n| ---: | ---: |");
for (const size of SIZES) {
  const times = together.map(({ reductions }) => reductions[size]);
  console.log(`| ${size} | ${median(times).toFixed(2)} |`);
}
console.log(
  "\n| batch | images/s, 1 process of 2 threads | 2 workers of 1 thread | ratio of each round |\n| ---: | ---: | ---: | ---: |",
);
for (const size of BATCHES) {
  const [one, two] = [alone, together]
    .map((rounds) => rounds.map(({ images }) => images[size]));
  const ratios = one.map((each, round) => (two[round] / each).toFixed(2));
  console.log(
    `| ${size} | ${median(one).toFixed(0)} | ${median(two).toFixed(0)} | ${
      ratios.join(", ")
    } |`,
  );
}
