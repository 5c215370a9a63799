import type { HostArray } from "../../backend/host_values.ts";
import { countOf, type HostTensor, newValues } from "./tensor.ts";
import { MAX_VALUES } from "../../backend/host_values.ts";

/** How many values lie between neighbours along each axis of a row-major array. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/**
 * Copies a tensor's values in another order: the one at `index` comes from
 * `offset + Σ index[axis] · strides[axis]`.
 *
 * @param shape The result's, without zeros.
 */
export function copyStrided(
  { values, dtype }: HostTensor,
  shape: number[],
  strides: readonly number[],
  offset = 0,
): HostTensor {
  const copied = newValues(dtype, countOf(shape));
  const last = shape.length - 1;
  if (last < 0) {
    copied[0] = values[offset];
    return { shape, dtype, values: copied };
  }
  const row = shape[last];
  const step = strides[last];
  const index = new Array<number>(last).fill(0);
  let from = offset;
  for (let to = 0; to < copied.length;) {
    for (let i = 0; i < row; i++) copied[to++] = values[from + i * step];
    // To the next row, as an odometer counts
    for (let axis = last - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= shape[axis] * strides[axis];
      index[axis] = 0;
    }
  }
  return { shape, dtype, values: copied };
}

/** The shape that tensors of two shapes have together, if it is a small one. */
export function broadcastShape(
  a: readonly number[],
  b: readonly number[],
): number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let axis = 1; axis <= rank; axis++) {
    const [m, n] = [a[a.length - axis] ?? 1, b[b.length - axis] ?? 1];
    if (m !== n && m !== 1 && n !== 1) return undefined;
    shape[rank - axis] = m === 1 ? n : m;
  }
  return countOf(shape) <= MAX_VALUES ? shape : undefined;
}

/** A tensor's values, repeated to fill a shape from {@linkcode broadcastShape}. */
export function broadcastValues(
  tensor: HostTensor,
  shape: number[],
): HostArray {
  const { values } = tensor;
  const count = countOf(shape);
  if (values.length === count) return values;
  if (values.length === 1) {
    return newValues(tensor.dtype, count).fill(values[0]);
  }
  const missing = shape.length - tensor.shape.length;
  const own = stridesOf(tensor.shape);
  const strides = shape.map((_, axis) =>
    axis < missing || tensor.shape[axis - missing] === 1
      ? 0
      : own[axis - missing]
  );
  return copyStrided(tensor, shape, strides).values;
}
