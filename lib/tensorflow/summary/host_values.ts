/** Values that operations of summaries take besides tensors of TensorFlow.js. @module */
import type { Values } from "../eager/host_tensor.ts";
import { DType } from "../ffi/dtypes.ts";

const encoder = new TextEncoder();

/** A value before it is a tensor of TensorFlow. */
export interface HostValue {
  readonly dtype: number;
  readonly shape: number[];
  readonly values: Values;
}

export function text(value: string): HostValue {
  return bytes(encoder.encode(value));
}

export function bytes(value: Uint8Array): HostValue {
  return { dtype: DType.STRING, shape: [], values: [value] };
}

export function float32(value: number): HostValue {
  return { dtype: DType.FLOAT, shape: [], values: Float32Array.of(value) };
}

export function int32(value: number): HostValue {
  return { dtype: DType.INT32, shape: [], values: Int32Array.of(value) };
}

export function int64(value: number): HostValue {
  const values = BigInt64Array.of(BigInt(value));
  return { dtype: DType.INT64, shape: [], values };
}
