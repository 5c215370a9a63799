/**
 * `deno task bench:fit`: the steps of `model.fit()` of four small models, all of
 * stock layers, recorded and op by op in turn.
 *
 * @module
 */
import { init, recordModel, setRandomSeed, tf } from "../lib/tensorflow/mod.ts";
import { BENCH_FIT, flagsOf } from "./flags.ts";
import { median } from "./statistics.ts";

const { rounds, steps } = flagsOf(BENCH_FIT);
const BATCH = 32;
const l = tf.layers;

/** A model to time, and its data for one round. */
interface Example {
  readonly model: () => tf.Sequential;
  readonly loss: string;
  readonly metrics: string[];
  readonly data: (size: number) => [x: tf.Tensor, y: tf.Tensor];
}

const classesOf = (size: number) =>
  tf.oneHot(tf.range(0, size, 1, "int32").mod(tf.scalar(10, "int32")), 10);

const examples: Record<string, Example> = {
  "convolutional network, 28×28, two convolutions with batch normalization": {
    model: () =>
      tf.sequential({
        layers: [
          l.conv2d({
            inputShape: [28, 28, 1],
            filters: 16,
            kernelSize: 3,
            activation: "relu",
          }),
          l.batchNormalization(),
          l.maxPooling2d({ poolSize: 2 }),
          l.conv2d({ filters: 32, kernelSize: 3, activation: "relu" }),
          l.batchNormalization(),
          l.maxPooling2d({ poolSize: 2 }),
          l.flatten(),
          l.dropout({ rate: 0.3 }),
          l.dense({ units: 10, activation: "softmax" }),
        ],
      }),
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
    data: (size) => [tf.randomUniform([size, 28, 28, 1]), classesOf(size)],
  },
  "dense network, 20 → 64 → 64 → 10": {
    model: () =>
      tf.sequential({
        layers: [
          l.dense({ inputShape: [20], units: 64, activation: "relu" }),
          l.dropout({ rate: 0.2 }),
          l.dense({ units: 64, activation: "relu" }),
          l.dense({ units: 10, activation: "softmax" }),
        ],
      }),
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
    data: (size) => [tf.randomUniform([size, 20]), classesOf(size)],
  },
  "GRU of 32 units over 12 time steps": {
    model: () =>
      tf.sequential({
        layers: [
          l.gru({ inputShape: [12, 4], units: 32 }),
          l.dense({ units: 1 }),
        ],
      }),
    loss: "meanSquaredError",
    metrics: ["mae"],
    data: (size) => [
      tf.randomUniform([size, 12, 4]),
      tf.randomUniform([size, 1]),
    ],
  },
  "autoencoder, 784 → 64 → 16 → 64 → 784": {
    model: () =>
      tf.sequential({
        layers: [
          l.dense({ inputShape: [784], units: 64, activation: "relu" }),
          l.dense({ units: 16, activation: "relu" }),
          l.dense({ units: 64, activation: "relu" }),
          l.dense({ units: 784, activation: "sigmoid" }),
        ],
      }),
    loss: "binaryCrossentropy",
    metrics: [],
    data: (size) => {
      const x = tf.randomUniform([size, 784]);
      return [x, x];
    },
  },
};

const { summary } = await init();
console.log(`${summary}\n`);
console.log(
  "| model.fit(), Adam, batch 32 | op by op, ms a step | recorded, ms a step | recorded is faster by | min–max | first two recorded steps, s |",
);
console.log("| --- | --- | --- | --- | --- | --- |");
for (const [name, example] of Object.entries(examples)) {
  console.log(`| ${name} | ${(await time(example)).join(" | ")} |`);
}

/** The cells of a row. */
async function time({ model, loss, metrics, data }: Example) {
  setRandomSeed(1);
  const [x, y] = tf.tidy(() => data(BATCH * steps));
  const fit = [false, true].map((recorded) => {
    const made = model();
    recordModel(made, recorded);
    made.compile({ optimizer: "adam", loss, metrics });
    return async (size = BATCH * steps) => {
      const [a, b] = [x, y].map((all) => all.slice(0, size));
      const start = performance.now();
      await made.fit(a, b, { batchSize: BATCH, verbose: 0 });
      tf.dispose([a, b]);
      return (performance.now() - start) / (size / BATCH);
    };
  });
  await fit[0](2 * BATCH);
  const first = 2 * await fit[1](2 * BATCH);
  await Promise.all([fit[0](), fit[1]()]);
  const times: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    times.push([await fit[0](), await fit[1]()]);
  }
  const ratios = times.map(([slow, fast]) => slow / fast);
  const [slow, fast] = [0, 1].map((i) => median(times.map((t) => t[i])));
  return [
    slow.toFixed(1),
    fast.toFixed(1),
    median(ratios).toFixed(1),
    `${Math.min(...ratios).toFixed(1)}–${Math.max(...ratios).toFixed(1)}`,
    (first / 1000).toFixed(1),
  ];
}
