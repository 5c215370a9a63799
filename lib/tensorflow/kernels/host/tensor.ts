import type { tf } from "../../tfjs.ts";
import type { HostArray } from "../../backend/host_values.ts";

/** A small tensor with its values in JavaScript's memory. */
export interface HostTensor {
  readonly shape: number[];
  readonly dtype: tf.DataType;
  /** Not to be changed: tensors share them. */
  readonly values: HostArray;
}

/** What a host operation returns: undefined leaves the call to TensorFlow. */
export type HostResult = HostTensor | HostTensor[] | undefined;

/** An operation computed in JavaScript, to the bits that TensorFlow gives. */
export type HostOperation = (
  inputs: Readonly<Record<string, HostTensor>>,
  attrs: tf.NamedAttrMap,
) => HostResult;

/** The number of elements of a shape. */
export function countOf(shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) count *= size;
  return count;
}

/** Zeros to write a result's values into. */
export function newValues(dtype: tf.DataType, count: number): HostArray {
  switch (dtype) {
    case "float32":
      return new Float32Array(count);
    case "int32":
      return new Int32Array(count);
    default:
      return new Uint8Array(count);
  }
}
