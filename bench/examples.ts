/**
 * `deno task bench:examples`: the examples of lib/tensorflow, from their data to
 * what they print, on TensorFlow and on TensorFlow.js's `cpu` backend in turn.
 *
 * @module
 */
import { main as autoencoder } from "../lib/tensorflow/examples/autoencoder.ts";
import { main as forecast } from "../lib/tensorflow/examples/forecast.ts";
import { main as melody } from "../lib/tensorflow/examples/melody.ts";
import { main as table } from "../lib/tensorflow/examples/table.ts";
import { main as transformer } from "../lib/tensorflow/examples/transformer.ts";
import { init, tf } from "../lib/tensorflow/mod.ts";
import { BENCH_EXAMPLES, flagsOf } from "./flags.ts";
import { median } from "./statistics.ts";

const { rounds } = flagsOf(BENCH_EXAMPLES);

/** Each example in a small size: plain JavaScript takes minutes for the largest. */
const examples: Record<string, () => Promise<unknown>> = {
  "table, 30 epochs of 600 rows": () => table({ epochs: 30 }),
  "forecast, an epoch of 2 years": () => forecast({ years: 3, epochs: 1 }),
  "autoencoder, 5 epochs of 512": () => autoencoder({ count: 512, epochs: 5 }),
  "transformer, an epoch and 10 characters": () =>
    transformer({ epochs: 1, length: 10 }),
  "melody, 2 seconds": () => melody(),
};

const { summary } = await init();
const engine = tf.getBackend();
console.log(`${summary}\n`);
console.log(
  "| example | TensorFlow, s | `cpu`, s | TensorFlow is faster by | min–max |",
);
console.log("| --- | --- | --- | --- | --- |");
for (const [name, run] of Object.entries(examples)) {
  const times: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    times.push([await time(engine, run), await time("cpu", run)]);
  }
  const ratios = times.map(([ours, plain]) => plain / ours);
  const [ours, plain] = [0, 1].map((i) => median(times.map((t) => t[i])));
  const range = [Math.min(...ratios), Math.max(...ratios)];
  console.log(
    `| ${name} | ${ours.toFixed(2)} | ${plain.toFixed(2)} | ${
      median(ratios).toFixed(1)
    } | ${range.map((ratio) => ratio.toFixed(1)).join("–")} |`,
  );
}

/** The seconds that an example takes on a backend, without what it prints. */
async function time(backend: string, run: () => Promise<unknown>) {
  await tf.setBackend(backend);
  const { log, warn } = console;
  console.log = console.warn = () => {};
  const start = performance.now();
  try {
    await run();
  } finally {
    Object.assign(console, { log, warn });
  }
  return (performance.now() - start) / 1000;
}
