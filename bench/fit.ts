/**
 * `deno task bench:fit`: the steps of `model.fit()`, recorded, op by op, on
 * TensorFlow.js's `cpu` backend, in Keras and in PyTorch. All of them are processes
 * that take turns.
 *
 * @module
 */
import { pythonEnvironment } from "./contenders.ts";
import { BENCH_FIT, flagsOf } from "./flags.ts";
import { median } from "./statistics.ts";
import { type Contender, Worker } from "./worker.ts";
import { fitModels } from "./workers/fit_models.ts";

const { rounds, steps, only } = flagsOf(BENCH_FIT);

/** Who needs longer for a round takes fewer steps: plain JavaScript does. */
const MAX_SECONDS = 3;
const here = import.meta.dirname!;

/** The ways to fit a model, by the heading of their column. */
const ways = [
  "op by op",
  "recorded",
  "`cpu`",
  "Keras",
  "PyTorch",
  "PyTorch on one thread",
] as const;
type Way = typeof ways[number];

const hasPython = await Deno.stat(pythonEnvironment.python)
  .then(() => true, () => false);
if (!hasPython) {
  console.error(
    `PyTorch and Keras are left out; to have them: ${pythonEnvironment.command}`,
  );
}
console.log(
  `| model.fit(), batch 32 | ${
    ways.map((way) => `${way}, ms a step`).join(" | ")
  } | recorded is faster than op by op by | than Keras | than the faster PyTorch |`,
);
console.log(`|${" --- |".repeat(ways.length + 4)}`);
for (const [name, { title }] of Object.entries(fitModels)) {
  if (only.length > 0 && !only.some((text) => name.includes(text))) continue;
  console.log(`| ${[title, ...await time(name)].join(" | ")} |`);
}

function contender(model: string, way: Way): Contender {
  const name = `${model}, ${way}`;
  const peer = (script: string, ...args: string[]): Contender => ({
    name,
    command: [
      ...[pythonEnvironment.python, `${here}/peers/${script}`] as const,
      ...[model, ...args],
    ],
  });
  if (way === "Keras") return peer("keras_fit.py");
  if (way === "PyTorch") {
    return peer("pytorch_fit.py", `${navigator.hardwareConcurrency}`);
  }
  // Its threads wait in a loop, which is slow where others need the processor
  if (way === "PyTorch on one thread") return peer("pytorch_fit.py", "1");
  const mode = { "recorded": "recorded", "op by op": "opByOp", "`cpu`": "cpu" };
  return {
    name,
    command: [
      Deno.execPath(),
      ...["run", "-q", "--no-check", "-A", `${here}/workers/fit.ts`],
      ...[model, mode[way]],
    ],
  };
}

/** The cells of a row. */
async function time(model: string): Promise<string[]> {
  await using stack = new AsyncDisposableStack();
  const workers = new Map<Way, { worker: Worker; count: number }>();
  for (const way of ways) {
    if (!hasPython && (way === "Keras" || way.startsWith("PyTorch"))) continue;
    const worker = await Worker.start(contender(model, way));
    console.error(`${model}, ${way}: ${worker.greeting}`);
    stack.use(worker);
    const { seconds } = await worker.run(1);
    const most = Math.floor(MAX_SECONDS / seconds);
    const count = Math.max(1, Math.min(steps, most));
    workers.set(way, { worker, count });
    if (count === steps) await worker.run(count);
  }
  const times = new Map<Way, number[]>(ways.map((way) => [way, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [way, { worker, count }] of workers) {
      const { seconds } = await worker.run(count);
      times.get(way)!.push(1000 * seconds / count);
    }
  }
  const recorded = times.get("recorded")!;
  const faster = (...ways: Way[]) => {
    const ratios = recorded.map((ours, i) =>
      Math.min(...ways.map((way) => times.get(way)![i] ?? NaN)) / ours
    ).filter(Number.isFinite);
    if (ratios.length === 0) return "";
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
    return `${median(ratios).toFixed(1)} (${low.toFixed(1)}–${
      high.toFixed(1)
    })`;
  };
  return [
    ...ways.map((way) =>
      workers.has(way) ? median(times.get(way)!).toFixed(1) : ""
    ),
    faster("op by op"),
    faster("Keras"),
    faster("PyTorch", "PyTorch on one thread"),
  ];
}
