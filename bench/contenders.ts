import {
  permissionFlags,
  permissionsOf,
  widen,
} from "../lib/cli/launch/permissions.ts";
import type { Contender } from "./worker.ts";

/** What is timed: training steps or evaluation, at one batch size. */
export interface Workload {
  readonly kind: "train" | "evaluate";
  readonly batch: number;
}

const here = import.meta.dirname!;
const root = `${here}/..`;

/** What a worker may do: read the project, and open TensorFlow's library. */
const permissions = permissionFlags(widen(
  permissionsOf("tensorflow"),
  [],
  { cwd: Deno.cwd(), variable: (name) => Deno.env.get(name) },
));

/** A Deno worker. */
function deno(name: string, args: string[]): Contender {
  return {
    name,
    command: [
      Deno.execPath(),
      "run",
      "--no-prompt",
      ...permissions,
      `${here}/workers/tfjs.ts`,
      ...args,
    ],
  };
}

/**
 * All steps of the first row are queued before the first one ends, and no loss is
 * read: this is TensorFlow's time alone.
 */
export const ALL_AT_ONCE = "recorded, all begun at once";

/** This project's ways to run a step, and TensorFlow.js's own, on the same TensorFlow. */
export function ours({ kind, batch }: Workload): Contender[] {
  const size = ["--batch", String(batch)];
  if (kind === "evaluate") {
    return [deno("recorded", ["--mode", "evaluate", ...size])];
  }
  return [
    deno("recorded", ["--mode", "recorded", ...size]),
    deno(ALL_AT_ONCE, ["--mode", "at-once", ...size]),
    deno("recorded, one call at a time", ["--mode", "one-by-one", ...size]),
    deno("recorded, bfloat16", ["--mode", "recorded", "--bfloat16", ...size]),
    deno("op by op, fused ops", ["--mode", "op-by-op", ...size]),
    deno("op by op, stock tfjs (tfjs-node's way)", [
      "--mode",
      "stock",
      ...size,
    ]),
  ];
}

/** A matrix product on all threads, which measures the machine's peak arithmetic. */
export const matrixProduct: Contender = deno("matrix product 1024", [
  "--mode",
  "matmul",
  "--inter-op",
  "1",
  "--intra-op",
  String(navigator.hardwareConcurrency),
]);

/** Floating-point operations of one product. */
export const MATRIX_PRODUCT_FLOP = 2 * 1024 ** 3;

/** PyTorch and Keras, run by the benchmark's own Python environment. */
export function peers({ kind, batch }: Workload, python: string): Contender[] {
  const size = ["--batch", String(batch)];
  const mode = kind === "evaluate" ? ["--evaluate"] : [];
  const pytorch = (name: string, ...args: string[]): Contender => ({
    name: `PyTorch ${name}`,
    command: [
      python,
      `${here}/peers/pytorch_worker.py`,
      ...size,
      ...mode,
      ...args,
    ],
  });
  const keras = (name: string, ...args: string[]): Contender => ({
    name: `Keras ${name}`,
    command: [
      python,
      `${here}/peers/keras_worker.py`,
      ...size,
      ...mode,
      ...args,
    ],
  });
  return [
    pytorch("eager, NHWC", "--layout", "nhwc"),
    pytorch("eager, NCHW", "--layout", "nchw"),
    pytorch("eager, NHWC, bfloat16", "--layout", "nhwc", "--bfloat16"),
    pytorch("torch.compile, NHWC", "--compile", "--layout", "nhwc"),
    pytorch("torch.compile, NCHW", "--compile", "--layout", "nchw"),
    keras("tf.function"),
    {
      ...keras("tf.function, oneDNN on"),
      // TensorFlow's default depends on the processor; this project turns it on
      environment: { TF_ENABLE_ONEDNN_OPTS: "1" },
    },
    keras("tf.function, XLA", "--xla"),
  ];
}

/** The benchmark's Python environment, and the command that creates it. */
export const pythonEnvironment = {
  folder: `${root}/data/bench/venv`,
  python: `${root}/data/bench/venv/bin/python`,
  command:
    "python3 -m venv data/bench/venv && data/bench/venv/bin/pip install torch==2.13.0 tensorflow-cpu==2.21.0 keras==3.15.1",
};
