import { compile, tf } from "../../../lib/tensorflow/mod.ts";
import {
  type Program,
  programOf,
  runProgram,
  tensorOf,
  textOf,
} from "./program.ts";

/** What a program came to: its last values, then its gradients. */
interface Outcome {
  readonly results: readonly (readonly number[])[];
  readonly kinds: readonly string[];
}

/** How far off a value may be, beside what small changes do to it. */
const TOLERANCE = 2e-4;
/** Relative changes of each real value, by which the tolerance is found. */
const DISTURBANCE = 3e-6;
const DISTURBANCES = 4;
/** How many times as far off a result may be as disturbed ones. */
const FACTOR = 20;

type Disturb = (x: tf.Tensor) => tf.Tensor;

interface Options {
  readonly disturb?: Disturb;
  /** Whether gradients follow the values. Default true. */
  readonly differentiates?: boolean;
}

/** The values and gradients of a program, as a function of its inputs. */
function functionOf(
  program: Program,
  { disturb, differentiates = true }: Options = {},
) {
  const real = program.inputs.flatMap(({ dtype }, i) =>
    dtype === "float32" ? [i] : []
  );
  return (given: tf.Tensor[]): tf.Tensor[] => {
    const run = (reals: tf.Tensor[]) => {
      const all = [...given];
      real.forEach((i, at) => all[i] = reals[at]);
      return runProgram(program, all, disturb);
    };
    if (!differentiates) return run(real.map((i) => given[i]));
    // Every input counts, since TensorFlow.js refuses one without a gradient
    const gradients = tf.grads((...reals: tf.Tensor[]) =>
      lossOf([...run(reals), ...reals])
    )(real.map((i) => given[i]));
    return [...run(real.map((i) => given[i])), ...gradients];
  };
}

/** A weighted sum of all real results. */
function lossOf(results: readonly tf.Tensor[]): tf.Tensor {
  const sums = results.filter(({ dtype }) => dtype === "float32").map((x) =>
    tf.sum(tf.mul(x, tf.cos(tf.reshape(tf.range(0, x.size), x.shape))))
  );
  return tf.addN(sums);
}

function outcomeOf(tensors: readonly tf.Tensor[]): Outcome {
  return {
    results: tensors.map((x) => [...x.dataSync()]),
    kinds: tensors.map(({ dtype, shape }) => `${dtype}[${shape}]`),
  };
}

/** Frees the tensors that a function makes. */
function inScope(fn: () => Outcome): Outcome {
  tf.engine().startScope();
  try {
    return fn();
  } finally {
    tf.engine().endScope();
  }
}

/** Runs a program on the current backend, inputs and all. */
function run(program: Program, options?: Options): Outcome {
  return inScope(() =>
    outcomeOf(functionOf(program, options)(program.inputs.map(tensorOf)))
  );
}

/** The differences that a program shows; empty if all agree. */
export async function differences(seed: number): Promise<string[]> {
  await tf.setBackend("cpu");
  const program = programOf(seed);
  await tf.setBackend("tensorflow");
  const opByOp = attempt(() => run(program));
  const recorded = attempt(() =>
    inScope(() => {
      using compiled = compile(functionOf(program));
      const inputs = program.inputs.map(tensorOf);
      outcomeOf(compiled(inputs));
      return outcomeOf(compiled(inputs));
    })
  );
  // Its gradients may be wrong on the cpu backend, or never end
  const differentiates = !program.steps.some(({ isWrongOnCpu }) =>
    isWrongOnCpu
  );
  await tf.setBackend("cpu");
  const cpu = attempt(() => run(program, { differentiates }));
  if (!differentiates) await tf.setBackend("tensorflow");
  const disturbed = Array.from(
    { length: DISTURBANCES },
    (_, round) => attempt(() => run(program, { disturb: noise(seed, round) })),
  );
  await tf.setBackend("tensorflow");
  const found = [
    ...differ("op by op", opByOp, "cpu", cpu, disturbed),
    ...differ("recorded", recorded, "op by op", opByOp, disturbed),
  ];
  return found.length === 0 ? [] : [...found, textOf(program)];
}

/** Multiplies each value by nearly 1. */
function noise(seed: number, round: number): Disturb {
  let count = 0;
  return (x) => {
    const phase = ++count * 7.3 + round * 2.1 + seed;
    const wave = tf.sin(tf.add(tf.mul(tf.range(0, x.size), 12.9), phase));
    const factor = tf.add(tf.mul(tf.reshape(wave, x.shape), DISTURBANCE), 1);
    return tf.add(tf.mul(x, factor), DISTURBANCE / 3);
  };
}

type Attempt = Outcome | string;

function attempt(fn: () => Outcome): Attempt {
  try {
    return fn();
  } catch (error) {
    return (error as Error).message.slice(0, 300);
  }
}

function differ(
  name: string,
  a: Attempt,
  otherName: string,
  b: Attempt,
  disturbed: readonly Attempt[],
): string[] {
  if (typeof a === "string" || typeof b === "string") {
    if (typeof a === "string" && typeof b === "string") {
      return [`${name} and ${otherName} fail: ${a}; ${b}`];
    }
    const [who, what] = typeof a === "string" ? [name, a] : [otherName, b];
    return [`only ${who} fails: ${what}`];
  }
  const count = Math.min(a.results.length, b.results.length);
  const kinds = (one: Outcome) => one.kinds.slice(0, count).join();
  if (kinds(a) !== kinds(b)) {
    return [`${name} gives ${a.kinds}, ${otherName} gives ${b.kinds}`];
  }
  return a.results.slice(0, count).flatMap((values, index) => {
    const others = b.results[index];
    const spread = disturbed.flatMap((one) =>
      typeof one === "string" ? [] : [one.results[index]]
    );
    const scale = others.reduce(
      (most, x) => Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most,
      1,
    );
    const at = values.findIndex((value, i) =>
      !agree(value, others[i], scale, spread.map((one) => one[i]))
    );
    return at < 0 ? [] : [
      `result ${index} (${a.kinds[index]}) at ${at}: ${name} ${
        values[at]
      }, ${otherName} ${others[at]}, disturbed ${spread.map((one) => one[at])}`,
    ];
  });
}

function agree(
  a: number,
  b: number,
  scale: number,
  disturbed: readonly number[],
): boolean {
  if (Object.is(a, b) || a === b) return true;
  const spread = Math.max(0, ...disturbed.map((one) => Math.abs(one - b)));
  // Where a small change makes it NaN or infinite, anything may come out
  if (!Number.isFinite(spread)) return true;
  return Math.abs(a - b) <= TOLERANCE * scale + FACTOR * spread;
}
