/**
 * Specs of our own on what TensorFlow.js's suites for layers, converter and data
 * specify. None of these packages publishes its tests, in any version. The `cpu`
 * backend, whose numbers those suites were written for, says what is right.
 *
 * @module
 */
import { tf } from "../../../lib/tensorflow/mod.ts";

/** One behaviour. */
export interface Spec {
  readonly name: string;
  /** Throws if the behaviour is another. */
  readonly run: () => Promise<void>;
}

/** Numbers from -1 to 1, the same on each backend. */
export function wave(shape: readonly number[], phase = 0): tf.Tensor {
  const values = Array.from(
    { length: tf.util.sizeFromShape([...shape]) },
    (_, i) => Math.sin(1.7 * i + 0.4 + phase),
  );
  return tf.tensor(values, [...shape]);
}

/** Runs a function on the cpu backend, and goes back. */
export async function onCpu<T>(fn: () => T | Promise<T>): Promise<T> {
  await tf.setBackend("cpu");
  try {
    return await fn();
  } finally {
    await tf.setBackend("tensorflow");
  }
}

/** A tensor's dtype, shape and values. */
export interface Values {
  readonly kind: string;
  readonly values: readonly (number | string)[];
}

/** Reads tensors, and frees them. */
export function read(tensors: tf.Tensor | readonly tf.Tensor[]): Values[] {
  return [tensors].flat().map((tensor) => {
    const values = [...tensor.dataSync()] as (number | string)[];
    const kind = `${tensor.dtype}[${tensor.shape}]`;
    tensor.dispose();
    return { kind, values };
  });
}

/** @throws {Error} if two lists of tensors differ. */
export function requireSame(
  actual: readonly Values[],
  expected: readonly Values[],
  what: string,
  tolerance = 1e-4,
): void {
  const kinds = (list: readonly Values[]) =>
    list.map(({ kind }) => kind).join();
  if (kinds(actual) !== kinds(expected)) {
    throw new Error(`${what}: ${kinds(actual)} instead of ${kinds(expected)}`);
  }
  actual.forEach(({ values }, index) => {
    values.forEach((value, i) => {
      const other = expected[index].values[i];
      const isClose = value === other || Object.is(value, other) ||
        Math.abs(Number(value) - Number(other)) <=
          tolerance * (1 + Math.abs(Number(other)));
      if (!isClose) {
        throw new Error(`${what}: ${value} instead of ${other} at ${i}`);
      }
    });
  });
}

/**
 * Runs a function that frees all it makes. What is kept for good at the first time
 * is no leak, so a function that leaves something runs once more.
 *
 * @throws {Error} if it leaves tensors both times.
 */
export async function requireNoLeak(fn: () => Promise<void>): Promise<void> {
  const left = async () => {
    const before = tf.memory();
    await fn();
    const after = tf.memory();
    return {
      tensors: after.numTensors - before.numTensors,
      buffers: after.numDataBuffers - before.numDataBuffers,
    };
  };
  for (let time = 1;; time++) {
    const { tensors, buffers } = await left();
    if (tensors === 0 && buffers === 0) return;
    if (time === 1) continue;
    throw new Error(`${tensors} tensors, ${buffers} data buffers were left`);
  }
}

/** What came of the specs: a line for each that failed. */
export async function runSpecs(specs: readonly Spec[]): Promise<string[]> {
  const failures: string[] = [];
  const { warn } = console;
  console.warn = () => {}; // That a graph needn't be run asynchronously
  for (const { name, run } of specs) {
    try {
      await requireNoLeak(run);
    } catch (error) {
      failures.push(`${name}: ${(error as Error).message}`);
    }
  }
  console.warn = warn;
  return failures;
}
