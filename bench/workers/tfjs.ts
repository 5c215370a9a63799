/**
 * The worker of bench/main.ts that runs the network on TensorFlow.js. It reads a
 * number of steps from each line of stdin, runs them, and prints the seconds that
 * they took.
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
import { createOptimizer } from "../../lib/training/weights/optimizer.ts";
import {
  type TrainingStep,
  trainingStep,
} from "../../lib/training/training_step.ts";
import { trainableVariables } from "../../lib/training/weights/variables.ts";
import { takeSteps } from "../../lib/training/take_steps.ts";
import { requireTensorFlowBackend } from "../../lib/tensorflow/backend/active.ts";
import { compile, init, ops, runAhead, tf } from "../../lib/tensorflow/mod.ts";

const IMAGES = 4000;
/** Rows and columns of the matrix whose square measures the machine. */
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
/** Whether calls return before TensorFlow has done the work. */
const beginsAhead = ["recorded", "at-once", "evaluate"].includes(options.mode);
const run = createRun(options.mode, digits);
const firstStarted = performance.now();
await run(1);
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
  const counted = await run(Number(line));
  const seconds = counted ?? (performance.now() - start) / 1000;
  const outside = beginsAhead ? "" : ` ${1 - execution.seconds / seconds}`;
  console.log(`${seconds}${outside}`);
}

/** Adds up the time spent inside TensorFlow's own function. */
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

/**
 * Returns a function that runs a number of steps and reads their results. That
 * function returns seconds only if part of its time must not count.
 */
function createRun(
  mode: string,
  digits: DeviceDigits,
): (steps: number) => void | Promise<void | number> {
  const rate = tf.scalar(0.001);
  const oneByOne =
    (body: (indices: tf.Tensor1D) => tf.Tensor) => (steps: number) => {
      for (let step = 0; step < steps; step++) {
        const indices = indicesOf(step);
        const result = body(indices);
        result.dataSync();
        tf.dispose([indices, result]);
      }
    };
  if (mode === "stock") {
    const model = createNetwork(defaultNetwork, 1, tf.layers);
    const optimizer = tf.train.adam(0.001);
    return oneByOne((indices) => stockStep(model, optimizer, digits, indices));
  }
  if (mode === "matmul") {
    const a = tf.randomNormal([MATRIX, MATRIX]) as tf.Tensor2D;
    // Reads a single number, so that only the product is timed
    const product = compile((x: tf.Tensor2D) =>
      x.matMul(x).slice([0, 0], [1, 1])
    );
    return oneByOne(() => product(a));
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
    return async (steps) => {
      const calls = runAhead(evaluate, numbersTo(steps), {
        argsOf: (step) => [indicesOf(step)],
        free: (inputs) => tf.dispose(inputs),
      });
      for await (const { result } of calls) {
        result.dataSync();
        result.dispose();
      }
    };
  }
  const optimizer = createOptimizer(trainableVariables(model), {
    kind: "adam",
  });
  const train = trainingStep(model, digits, normalization, optimizer);
  // Several steps in one graph, each with its own part of the indices
  const unroll = Number(options.unroll);
  const several: TrainingStep = (indices, rate) =>
    indices.split(unroll).map((part) => train(part as tf.Tensor1D, rate)).at(
      -1,
    )!;
  const body = unroll === 1 ? train : several;
  if (mode === "op-by-op") {
    return oneByOne((indices) => tf.tidy(() => body(indices, rate)));
  }
  const step = compile(body, { xla: options.xla, bfloat16: options.bfloat16 });
  if (mode === "one-by-one") return oneByOne((indices) => step(indices, rate));
  if (mode === "at-once") {
    return async (steps) => {
      const inputs = numbersTo(steps).map(indicesOf);
      const start = performance.now();
      const calls = inputs.map((indices) => step.begin(indices, rate));
      await calls.at(-1)!.ran();
      const seconds = (performance.now() - start) / 1000;
      for (const call of calls) call[Symbol.dispose]();
      tf.dispose(inputs);
      return seconds;
    };
  }
  return async (steps) => {
    const plan = numbersTo(steps)
      .map((number) => ({ indices: imagesOf(number), learningRate: 0.001 }));
    for await (const _ of takeSteps(step, plan));
  };
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Indices of a step's images, int32 [batch]. */
function imagesOf(step: number): Int32Array<ArrayBuffer> {
  const first = step * batchSize;
  return Int32Array.from({ length: batchSize }, (_, i) => (first + i) % IMAGES);
}

/** The same indices as a tensor. */
function indicesOf(step: number): tf.Tensor1D {
  return tf.tensor1d(imagesOf(step), "int32");
}

/** A training step with TensorFlow.js's own layers, loss and optimizer. */
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
