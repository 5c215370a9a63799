/**
 * The engine for tests, loaded once for each test file, and what tests ask of
 * it: live handles, numbers that agree.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Attribute } from "../../lib/tensorflow/operations/attributes.ts";
import { AttrType, DType } from "../../lib/tensorflow/ffi/dtypes.ts";
import { tensorFlowBackend } from "../../lib/tensorflow/backend/active.ts";
import { init, tf } from "../../lib/tensorflow/mod.ts";

export { tf };

/** What `init()` returned. */
export const loaded = await init();

/** Our backend, which TensorFlow.js uses now. */
export const backend = tensorFlowBackend()!;

/** What it asks TensorFlow through. */
export const binding = backend.binding;

/** Attribute `T`, float unless told otherwise. */
export function typeT(value: number = DType.FLOAT): Attribute {
  return { name: "T", type: AttrType.TYPE, value };
}

/** The number by which the binding knows a tensor. */
export function idOf(tensor: tf.TensorInfo): number {
  return backend.getInputTensorIds([tensor])[0];
}

/** Live tensors of TensorFlow.js and live handles of TensorFlow. */
export function alive(): { tensors: number; handles: number } {
  return { tensors: tf.memory().numTensors, handles: binding.tensors.size };
}

/** Asserts that as many tensors and handles live after `fn` as before. */
export function assertNothingLeaks(fn: () => void): void {
  const before = alive();
  fn();
  assertEquals(alive(), before);
}

/** Asserts that two tensors hold the same values, bit by bit. */
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
 * element; NaN and infinities must be the same.
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
