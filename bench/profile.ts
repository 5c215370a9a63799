/**
 * `deno task profile`: the time of a training step by operation.
 *
 * Runs the recorded graph in a TensorFlow session with full tracing. `--timeline`
 * also shows which operations overlapped in the shortest step.
 *
 * @module
 */
import { createNetwork } from "../lib/model/network.ts";
import { toDevice } from "../lib/model/input.ts";
import { createOptimizer } from "../lib/training/weights/optimizer.ts";
import { trainingStep } from "../lib/training/training_step.ts";
import { trainableVariables } from "../lib/training/weights/variables.ts";
import { init, tf } from "../lib/tensorflow/mod.ts";
import { requireTensorFlowBackend } from "../lib/tensorflow/backend/active.ts";
import { encodeMessage } from "../lib/tensorflow/ffi/protobuf.ts";
import { Status } from "../lib/tensorflow/ffi/status.ts";
import { bufferBytes } from "../lib/tensorflow/ffi/memory.ts";
import { outputs } from "../lib/tensorflow/ffi/outputs.ts";
import type { SymbolicTensor } from "../lib/tensorflow/recording/graph/symbolic_tensor.ts";
import { recordFunction } from "../lib/tensorflow/recording/tracing/record_function.ts";
import { flagsOf, PROFILE } from "./flags.ts";
import {
  lengthOf,
  operationsOf,
  timelineText,
  type TracedOperation,
} from "./trace.ts";
import { syntheticImages } from "./workers/images.ts";

const options = flagsOf(PROFILE);
const batchSize = options.batch;
const threads = { interOp: options.interOp, intraOp: options.intraOp };
const { library: found } = await init({ threads });
const backend = requireTensorFlowBackend("profile");
const { library } = backend.binding.runtime;
const session = Deno.dlopen(found.cc, {
  TF_NewSession: { parameters: ["usize", "usize", "usize"], result: "usize" },
}).symbols;

const model = createNetwork();
const digits = toDevice(syntheticImages(4000));
const optimizer = createOptimizer(trainableVariables(model), { kind: "adam" });
const step = trainingStep(
  model,
  digits,
  { mean: 0.1307, standardDeviation: 0.3081 },
  optimizer,
);
const indices = tf.range(0, batchSize, 1, "int32");
const rate = tf.scalar(0.001);
const recorded = recordFunction(backend, step, [indices, rate] as const);

// The graph's inputs: arguments, captured variables, and the random stream's key
const feeds: SymbolicTensor[] = [
  ...recorded.parameters,
  ...recorded.captures.map(({ symbolic }) => symbolic),
  recorded.key!,
];
const sources = [
  indices,
  rate,
  ...recorded.captures.map(({ source }) => source as tf.TensorInfo),
  tf.tensor1d([1, 0], "int32"),
];
using status = new Status(library);
const values = BigUint64Array.from(
  backend.getInputTensorIds(sources),
  (id) =>
    library.TFE_TensorHandleResolve(
      backend.binding.tensors.get(id).handle,
      status.address,
    ),
);
const results = [
  ...recorded.results,
  ...recorded.assigned.map(({ value }) => value),
];
const sessionOptions = library.TF_NewSessionOptions();
const config = encodeMessage([[2, threads.intraOp], [5, threads.interOp]]);
library.TF_SetConfig(
  sessionOptions,
  config,
  BigInt(config.length),
  status.address,
);
const handle = session.TF_NewSession(
  recorded.graph.address,
  sessionOptions,
  status.address,
);
status.check(() => "make a session");
const trace = encodeMessage([[1, 3]]); // RunOptions.trace_level = FULL_TRACE
const runOptions = library.TF_NewBufferFromString(trace, BigInt(trace.length));

/** Runs the graph once, and returns its trace if it is traced. */
function run(traced: boolean): Uint8Array | undefined {
  const metadata = library.TF_NewBuffer();
  const out = new BigUint64Array(results.length);
  library.TF_SessionRun(
    handle,
    traced ? runOptions : 0n,
    outputs(feeds),
    values,
    feeds.length,
    outputs(results),
    out,
    results.length,
    0n,
    0,
    traced ? metadata : 0n,
    status.address,
  );
  status.check(() => "run the session");
  out.forEach((tensor) => library.TF_DeleteTensor(tensor));
  const bytes = traced ? bufferBytes(library, metadata) : undefined;
  library.TF_DeleteBuffer(metadata);
  return bytes;
}

const steps = options.steps;
for (let i = 0; i < 10; i++) run(false);
const started = performance.now();
for (let i = 0; i < steps; i++) run(false);
const milliseconds = (performance.now() - started) / steps;
const byOp = new Map<string, { count: number; microseconds: number }>();
let spans = 0;
let shortest: TracedOperation[] = [];
for (let i = 0; i < steps; i++) {
  const operations = operationsOf(run(true)!);
  if (i === 0 || lengthOf(operations) < lengthOf(shortest)) {
    shortest = operations;
  }
  for (const { op, start, end } of operations) {
    const microseconds = end - start;
    const entry = byOp.get(op) ?? { count: 0, microseconds: 0 };
    entry.count++;
    entry.microseconds += microseconds;
    byOp.set(op, entry);
    spans += microseconds;
  }
}
console.log(
  `${milliseconds.toFixed(2)} ms a step, ${
    (spans / steps / 1000).toFixed(2)
  } ms in operations on all threads, ${recorded.graph.nodeCount} nodes recorded\n`,
);
console.log("| operation | nodes | µs a step | share |");
console.log("|---|---|---|---|");
const ranked = [...byOp].sort(([, a], [, b]) =>
  b.microseconds - a.microseconds
);
for (
  const [op, { count, microseconds }] of ranked.slice(0, options.top)
) {
  console.log(
    `| ${op} | ${count / steps} | ${(microseconds / steps).toFixed(0)} | ${
      (100 * microseconds / spans).toFixed(1)
    } % |`,
  );
}
if (options.timeline) console.log(`\n${timelineText(shortest)}`);
