/**
 * TensorFlow for tests, loaded once per test file, with assertions about leaks
 * and values.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Attribute } from "../../lib/tensorflow/op_definitions/attributes.ts";
import { AttrType, DType } from "../../lib/tensorflow/ffi/dtypes.ts";
import { tensorFlowBackend } from "../../lib/tensorflow/backend/active.ts";
import { init, tf } from "../../lib/tensorflow/mod.ts";

export { tf };

/** The result of `init()`. */
export const loaded = await init();

/** The TensorFlow backend. */
export const backend = tensorFlowBackend()!;

/** The backend's binding. */
export const binding = backend.binding;

/** The attribute `T`, float by default. */
export function typeT(value: number = DType.FLOAT): Attribute {
  return { name: "T", type: AttrType.TYPE, value };
}

/** A tensor's number in the binding; uploads the tensor if needed. */
export function idOf(tensor: tf.TensorInfo): number {
  return backend.getInputTensorIds([tensor])[0];
}

/** Counts live tensors of TensorFlow.js and live handles of TensorFlow. */
export function alive(): { tensors: number; handles: number } {
  return { tensors: tf.memory().numTensors, handles: binding.tensors.size };
}

/** Runs a function with small operations in TensorFlow, as large ones are. */
export function inTensorFlow<Result>(fn: () => Result): Result {
  Object.defineProperty(backend, "canComputeOnHost", {
    value: false,
    configurable: true,
  });
  try {
    return fn();
  } finally {
    Reflect.deleteProperty(backend, "canComputeOnHost");
  }
}

/** Asserts that `fn` leaks no tensors and no handles. */
export function assertNothingLeaks(fn: () => void): void {
  const before = alive();
  fn();
  assertEquals(alive(), before);
}

/** Asserts that two tensors have the same shape, dtype and values. */
export function assertSameTensor(
  actual: tf.Tensor,
  expected: tf.Tensor,
  message?: string,
): void {
  assertEquals(actual.shape, expected.shape, message);
  assertEquals(actual.dtype, expected.dtype, message);
  assertEquals(actual.dataSync(), expected.dataSync(), message);
}

/**
 * Asserts that |actual − expected| ≤ tolerance · max(1, |expected|), element by
 * element; NaN and infinities must be equal.
 */
export function assertCloseTensor(
  actual: tf.Tensor,
  expected: tf.Tensor,
  tolerance: number,
  message = "",
): void {
  assertEquals(actual.shape, expected.shape, message);
  assertEquals(actual.dtype, expected.dtype, message);
  const values = actual.dataSync();
  expected.dataSync().forEach((value, index) => {
    const bound = tolerance * Math.max(1, Math.abs(value));
    assert(
      Object.is(values[index], value) ||
        Math.abs(values[index] - value) <= bound,
      `${message} element ${index}: ${
        values[index]
      } must be within ${bound} of ${value}`,
    );
  });
}
