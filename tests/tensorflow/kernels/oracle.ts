import { assert, assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

/** Of float32: our kernels and the oracle sum in another order. */
const TOLERANCE = 1e-5;

type Fn = () => tf.Tensor | tf.Tensor[];

/** Whole numbers from −5 to 5 that look unordered. */
export function numbers<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
): tf.Tensor<R> {
  const count = tf.util.sizeFromShape(shape);
  const values = Float32Array.from({ length: count }, (_, i) => i * 7 % 11 - 5);
  return tf.tensor(values, shape);
}

/**
 * Asserts that a function gives on our backend what it gives on TensorFlow.js's
 * own in JavaScript, op by op and, unless it reads values, recorded.
 */
export async function assertAgrees(
  fn: Fn,
  { recorded = true } = {},
): Promise<void> {
  await tf.setBackend("cpu");
  const expected = values(fn);
  await tf.setBackend("tensorflow");
  assertSame(values(fn), expected);
  if (!recorded) return;
  using compiled = compile(fn);
  assertSame(values(compiled), expected);
  assertEquals(compiled.recordings.length, 1);
}

interface Value {
  readonly shape: number[];
  readonly dtype: string;
  readonly values: ArrayLike<number | string>;
}

function values(fn: Fn): Value[] {
  const before = tf.memory().numTensors;
  const results = [tf.tidy(fn)].flat();
  const read = results.map((result) => ({
    shape: result.shape,
    dtype: result.dtype,
    values: result.dataSync() as ArrayLike<number | string>,
  }));
  tf.dispose(results);
  assertEquals(tf.memory().numTensors, before);
  return read;
}

function assertSame(actual: Value[], expected: Value[]): void {
  assertEquals(actual.length, expected.length);
  expected.forEach((one, index) => {
    const { shape, dtype, values } = actual[index];
    assertEquals(shape, one.shape);
    assertEquals(dtype, one.dtype);
    Array.from(one.values).forEach((value, i) => {
      const close = typeof value === "number"
        ? isClose(values[i] as number, value)
        : values[i] === value;
      assert(close, `value ${i} must be ${value}: it is ${values[i]}`);
    });
  });
}

function isClose(actual: number, expected: number): boolean {
  return Object.is(actual, expected) || actual === expected ||
    Math.abs(actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}
