/**
 * A training step, or an evaluation, of the network on TensorFlow.js, as a
 * worker of bench/main.ts: reads a number of steps from each line of stdin, runs
 * them, and answers with the seconds that they took.
 *
 * @module
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { syntheticImages } from "./images.ts";
import { TextLineStream } from "./lines.ts";
import { createNetwork, defaultNetwork } from "../../lib/model/network.ts";
import {
  type DeviceDigits,
  gatherBatch,
  toDevice,
} from "../../lib/model/input.ts";
import { createOptimizer } from "../../lib/training/optimizer.ts";
import { trainableVariables, trainingStep } from "../../lib/training/step.ts";
import { requireTensorFlowBackend } from "../../lib/tensorflow/active.ts";
import { compile, init, ops, tf } from "../../lib/tensorflow/mod.ts";

const IMAGES = 4000;
/** Rows and columns of the matrices whose product measures the machine. */
const MATRIX = 1024;
const normalization = { mean: 0.1307, standardDeviation: 0.3081 };

const { values: options } = parseArgs({
  options: {
    mode: { type: "string", default: "recorded" },
    batch: { type: "string", default: "32" },
    "inter-op": { type: "string" },
    "intra-op": { type: "string" },
    xla: { type: "boolean", default: false },
    bfloat16: { type: "boolean", default: false },
    unroll: { type: "string", default: "1" },
  },
});
const batchSize = Number(options.batch) * Number(options.unroll);
const threads = options["inter-op"] && options["intra-op"]
  ? {
    interOp: Number(options["inter-op"]),
    intraOp: Number(options["intra-op"]),
  }
  : {};

const { version } = await init({ threads });
const digits = toDevice(syntheticImages(IMAGES));
const execution = timeExecution();
const run = createRun(options.mode, digits);
const firstStarted = performance.now();
run(0);
const firstSeconds = (performance.now() - firstStarted) / 1000;
console.log(
  `ready TensorFlow ${version}, first step ${firstSeconds.toFixed(2)} s`,
);
const lines = Deno.stdin.readable
  .pipeThrough(new TextDecoderStream())
  .pipeThrough(new TextLineStream());
for await (const line of lines) {
  if (line === "memory") {
    console.log(process.resourceUsage().maxRSS / 1024); // KiB
    continue;
  }
  execution.seconds = 0;
  const start = performance.now();
  for (let step = 0; step < Number(line); step++) run(step);
  const seconds = (performance.now() - start) / 1000;
  console.log(`${seconds} ${1 - execution.seconds / seconds}`);
}

/** Adds up the time that is spent within TensorFlow's own call. */
function timeExecution(): { seconds: number } {
  const spent = { seconds: 0 };
  const { runtime } = requireTensorFlowBackend("time a step").binding;
  const { TFE_Execute: execute, ...rest } = runtime.library;
  const timed: typeof execute = (...args) => {
    const start = performance.now();
    execute(...args);
    spent.seconds += (performance.now() - start) / 1000;
  };
  Object.assign(runtime, { library: { ...rest, TFE_Execute: timed } });
  return spent;
}

/** A function that runs one step and waits for its result. */
function createRun(mode: string, digits: DeviceDigits): (step: number) => void {
  const rate = tf.scalar(0.001);
  const finish = (step: number, body: (indices: tf.Tensor1D) => tf.Tensor) => {
    const first = step * batchSize;
    const indices = tf.tensor1d(
      Int32Array.from({ length: batchSize }, (_, i) => (first + i) % IMAGES),
      "int32",
    );
    const result = body(indices);
    result.dataSync();
    tf.dispose([indices, result]);
  };
  if (mode === "stock") {
    const model = createNetwork(defaultNetwork, 1, tf.layers);
    const optimizer = tf.train.adam(0.001);
    return (step) =>
      finish(step, (indices) => stockStep(model, optimizer, digits, indices));
  }
  if (mode === "matmul") {
    const a = tf.randomNormal([MATRIX, MATRIX]) as tf.Tensor2D;
    // Read one number, so that only the product is timed
    const product = compile((x: tf.Tensor2D) =>
      x.matMul(x).slice([0, 0], [1, 1])
    );
    return () => tf.tidy(() => product(a).dataSync());
  }
  const model = createNetwork();
  if (mode === "evaluate") {
    const evaluate = compile((indices: tf.Tensor1D) =>
      ops.inParts(indices, (part) => {
        const batch = gatherBatch(digits, part, normalization);
        const output = model.apply(batch.images) as tf.Tensor2D;
        return output.argMax(1).equal(batch.labels);
      }).sum()
    );
    return (step) => finish(step, evaluate);
  }
  const optimizer = createOptimizer(trainableVariables(model), {
    kind: "adam",
  });
  const train = trainingStep(model, digits, normalization, optimizer);
  // Several steps in one graph, each on its own part of the indices
  const unroll = Number(options.unroll);
  const several = (indices: tf.Tensor1D) =>
    indices.split(unroll).map((part) => train(part as tf.Tensor1D, rate)).at(
      -1,
    )!;
  const body = unroll === 1 ? (x: tf.Tensor1D) => train(x, rate) : several;
  const step = mode === "op-by-op" ? body : compile(body, {
    xla: options.xla,
    bfloat16: options.bfloat16,
  });
  return (number) => finish(number, (indices) => tf.tidy(() => step(indices)));
}

/** A step as TensorFlow.js's own layers, loss and optimizer make it. */
function stockStep(
  model: tf.LayersModel,
  optimizer: tf.Optimizer,
  digits: DeviceDigits,
  indices: tf.Tensor1D,
): tf.Tensor {
  return tf.tidy(() => {
    const { images, labels } = gatherBatch(digits, indices, normalization);
    const targets = tf.oneHot(labels, 10);
    return optimizer.minimize(() => {
      const output = model.apply(images, { training: true }) as tf.Tensor;
      return tf.losses.softmaxCrossEntropy(targets, output) as tf.Scalar;
    }, true)!;
  });
}
