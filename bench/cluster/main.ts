/**
 * `deno task bench:cluster`: what a reduction over two workers costs, and how fast two
 * workers of one thread train beside one process of two threads and beside two tasks of
 * Python's MultiWorkerMirroredStrategy. They take turns.
 * `deno task bench:cluster agreement` compares what they find instead (agreement.ts),
 * `deno task bench:cluster link` measures slow networks (link/table.ts), and
 * `deno task bench:cluster model` a formula for more workers (link/model.ts).
 *
 * @module
 */
import { compareWorkers } from "./agreement.ts";
import { pythonEnvironment } from "../contenders.ts";
import { fitModel } from "./link/model.ts";
import { compareLinks } from "./link/table.ts";
import { median } from "../statistics.ts";
import { runTasks } from "./tasks.ts";
import { BATCHES, type ClusterTimes, SIZES } from "../workers/cluster.ts";

const ROUNDS = 5;
const PORT = 23_430;
const peers = `${import.meta.dirname}/../peers`;

/** The two others of a round, by the heading of their column. */
const ALONE = "1 process of 2 threads";
const PYTHON = "2 tasks of MultiWorkerMirroredStrategy";

async function ours(count: number, threads: number): Promise<ClusterTimes> {
  const [chief] = await runTasks<ClusterTimes>("cluster.ts", count, [
    `${threads}`,
  ]);
  return chief;
}

async function python(): Promise<ClusterTimes> {
  const worker = [0, 1].map((index) => `127.0.0.1:${PORT + index}`);
  const outputs = await Promise.all(
    worker.map((_, index) =>
      new Deno.Command(pythonEnvironment.python, {
        args: [`${peers}/keras_cluster.py`, ...BATCHES.map(String)],
        env: {
          TF_CONFIG: JSON.stringify({
            cluster: { worker },
            task: { type: "worker", index },
          }),
        },
        stderr: "inherit",
      }).output()
    ),
  );
  return JSON.parse(new TextDecoder().decode(outputs[0].stdout));
}

const OTHERS = {
  agreement: compareWorkers,
  link: compareLinks,
  model: fitModel,
};
const [other] = Deno.args;
if (other !== undefined) {
  if (!Object.hasOwn(OTHERS, other)) {
    console.error(
      `Cannot run deno task bench:cluster: the measurement must be ${
        Object.keys(OTHERS).join(", ")
      } or left out: current value is "${other}"`,
    );
    Deno.exit(2);
  }
  Deno.exit(await OTHERS[other as keyof typeof OTHERS]());
}

const hasPython = await Deno.stat(pythonEnvironment.python)
  .then(() => true, () => false);
if (!hasPython) {
  console.error(
    `Python is left out; to have it: ${pythonEnvironment.command}`,
  );
}

const together: ClusterTimes[] = [];
const others = new Map<string, ClusterTimes[]>([[ALONE, []]]);
if (hasPython) others.set(PYTHON, []);
for (let round = 0; round < ROUNDS; round++) {
  others.get(ALONE)!.push(await ours(1, 2));
  together.push(await ours(2, 1));
  if (hasPython) others.get(PYTHON)!.push(await python());
}

console.log("| floats | ms a reduction |\n| ---: | ---: |");
for (const size of SIZES) {
  const times = together.map(({ reductions }) => reductions[size]);
  console.log(`| ${size} | ${median(times).toFixed(2)} |`);
}
console.log("\nSteps a second, and what the workers reach in each round:\n");
const columns = [...others.keys()].flatMap((name) => [name, "times as fast"]);
console.log(`| batch | 2 workers of 1 thread | ${columns.join(" | ")} |`);
console.log(`| ---: | ---: |${" ---: |".repeat(columns.length)}`);
for (const size of BATCHES) {
  const steps = (all: ClusterTimes[]) => all.map((t) => t.images[size] / size);
  const workers = steps(together);
  const cells = [...others.values()].map(steps).flatMap((other) => [
    median(other).toFixed(1),
    workers.map((each, i) => (each / other[i]).toFixed(2)).join(", "),
  ]);
  console.log(
    `| ${size} | ${median(workers).toFixed(1)} | ${cells.join(" | ")} |`,
  );
}
