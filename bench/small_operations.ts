/**
 * `deno task bench:small`: operations on few values, one by one, beside
 * TensorFlow.js's backend in plain JavaScript, `cpu`, in turn.
 *
 * @module
 */
import { init, tf } from "../lib/tensorflow/mod.ts";
import { median } from "./statistics.ts";

const ROUNDS = 43;
const CALLS = 100;

const { summary } = await init({ recordModels: false });
console.log(`${summary}\n`);

/** Values on the current backend, which operations have computed. */
const values = (...shape: number[]) => tf.randomUniform(shape).add(0.5);

const makers: Record<string, () => () => tf.Tensor> = {
  "reshape(), [4, 8] → [32]": () => {
    const x = values(4, 8);
    return () => x.reshape([32]);
  },
  "add(), [1, 32] + [1, 32]": () => {
    const [a, b] = [values(1, 32), values(1, 32)];
    return () => a.add(b);
  },
  "mul() by a number, [1, 32]": () => {
    const x = values(1, 32);
    return () => x.mul(0.5);
  },
  "tanh(), [1, 32]": () => {
    const x = values(1, 32);
    return () => x.tanh();
  },
  "matMul(), [1, 8] · [8, 128]": () => {
    const [a, b] = [values(1, 8), values(8, 128)];
    return () => a.matMul(b);
  },
  "matMul(), [1, 32] · [32, 128]": () => {
    const [a, b] = [values(1, 32), values(32, 128)];
    return () => a.matMul(b);
  },
  "slice(), [1, 128] → [1, 32]": () => {
    const x = values(1, 128);
    return () => x.slice([0, 32], [1, 32]);
  },
  "LSTM of 32 units, 8 time steps of 8 numbers, batch 1": () => {
    const layer = tf.layers.lstm({
      units: 32,
      recurrentInitializer: "glorotNormal",
    });
    const x = values(1, 8, 8);
    layer.apply(x);
    return () => layer.apply(x) as tf.Tensor;
  },
};

const backends = ["cpu", "tensorflow"];

/** Microseconds a call. */
function time(fn: () => tf.Tensor, calls: number): number {
  const start = performance.now();
  for (let call = 0; call < calls; call++) tf.tidy(fn);
  return (performance.now() - start) / calls * 1000;
}

console.log("| op by op | cpu, µs | tensorflow, µs | times as long |");
console.log("| --- | --- | --- | --- |");
for (const [name, make] of Object.entries(makers)) {
  const fns = [];
  for (const backend of backends) {
    await tf.setBackend(backend);
    fns.push(make());
  }
  const calls = name.startsWith("LSTM") ? CALLS / 20 : CALLS;
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const times = [];
    for (const [index, backend] of backends.entries()) {
      await tf.setBackend(backend);
      times.push(time(fns[index], calls));
    }
    if (round > 2) rounds.push(times);
  }
  const [cpu, ours] = [0, 1].map((i) => median(rounds.map((r) => r[i])));
  const ratio = median(rounds.map(([cpu, ours]) => ours / cpu));
  console.log(
    `| ${name} | ${cpu.toFixed(1)} | ${ours.toFixed(1)} | ${
      ratio.toFixed(1)
    } |`,
  );
}
