import type { tf } from "../../tfjs.ts";
import { broadcastShape, broadcastValues } from "./strides.ts";
import { type HostResult, type HostTensor, newValues } from "./tensor.ts";

/** A function of one number. */
export type Unary = (x: number) => number;
/** A function of two numbers. */
export type Binary = (x: number, y: number) => number;

/** The smallest positive float32 that is not subnormal. */
const SMALLEST_NORMAL = 2 ** -126;

/** What a function returns to leave the call to TensorFlow: a subnormal number. */
export const LEAVE = Number.MIN_VALUE;

/** Whether a number is smaller than float32's normal ones, and not zero. */
export function isSubnormal(x: number): boolean {
  return x < SMALLEST_NORMAL && x > -SMALLEST_NORMAL && x !== 0;
}

/** A function of two tensors' values, which broadcast. */
export function combine(
  fn: Binary,
  a: HostTensor,
  b: HostTensor,
  dtype: tf.DataType,
): HostResult {
  const shape = broadcastShape(a.shape, b.shape);
  if (!shape) return undefined;
  const x = broadcastValues(a, shape);
  const y = broadcastValues(b, shape);
  const values = newValues(dtype, x.length);
  for (let i = 0; i < values.length; i++) {
    const value = fn(x[i], y[i]);
    if (isSubnormal(x[i]) || isSubnormal(y[i]) || isSubnormal(value)) {
      return undefined;
    }
    values[i] = value;
  }
  return { shape, dtype, values };
}

/** A function of each value. */
export function each(fn: Unary, x: HostTensor, dtype: tf.DataType): HostResult {
  const values = newValues(dtype, x.values.length);
  for (let i = 0; i < values.length; i++) {
    const value = fn(x.values[i]);
    if (isSubnormal(x.values[i]) || isSubnormal(value)) return undefined;
    values[i] = value;
  }
  return { shape: x.shape, dtype, values };
}
