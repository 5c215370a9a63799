/**
 * Operations that move values without changing them.
 *
 * @module
 */
import { tf } from "../../tfjs.ts";
import { copyStrided, stridesOf } from "./strides.ts";
import {
  countOf,
  type HostOperation,
  type HostResult,
  type HostTensor,
  newValues,
} from "./tensor.ts";
import { MAX_VALUES } from "../../backend/host_values.ts";

/** Those operations by the names of TensorFlow.js's kernels. */
export const moves: Readonly<Record<string, HostOperation>> = {
  Slice({ x }, { begin, size }) {
    const [from, sizes] = tf.backend_util.slice_util.parseSliceParams(
      x as unknown as tf.Tensor,
      begin as number[],
      size as number[],
    );
    const fits = from.length === x.shape.length &&
      sizes.length === x.shape.length &&
      x.shape.every((length, axis) =>
        Number.isInteger(from[axis]) && from[axis] >= 0 &&
        Number.isInteger(sizes[axis]) && sizes[axis] > 0 &&
        from[axis] + sizes[axis] <= length
      );
    if (!fits) return undefined;
    const strides = stridesOf(x.shape);
    const offset = from.reduce((sum, at, axis) => sum + at * strides[axis], 0);
    return copyStrided(x, sizes, strides, offset);
  },

  SplitV({ x }, { numOrSizeSplits, axis: given }) {
    const [axis] = tf.util.parseAxisParam(given as number, x.shape);
    const sizes = tf.backend_util.prepareSplitSize(
      x as unknown as tf.Tensor,
      numOrSizeSplits as number[],
      axis,
    );
    let sum = 0;
    for (const size of sizes) {
      if (!Number.isInteger(size) || size <= 0) return undefined;
      sum += size;
    }
    if (sum !== x.shape[axis]) return undefined;
    const strides = stridesOf(x.shape);
    let offset = 0;
    return sizes.map((size) => {
      const part = copyStrided(x, x.shape.with(axis, size), strides, offset);
      offset += size * strides[axis];
      return part;
    });
  },

  Unpack({ value }, { axis: given }) {
    const axis = axisOf(given, value.shape.length);
    if (axis === undefined) return undefined;
    const shape = value.shape.toSpliced(axis, 1);
    const all = stridesOf(value.shape);
    const strides = all.toSpliced(axis, 1);
    return Array.from(
      { length: value.shape[axis] },
      (_, at) => copyStrided(value, shape.slice(), strides, at * all[axis]),
    );
  },

  Transpose({ x }, { perm }) {
    const order = perm as number[];
    const isOrder = order.length === x.shape.length &&
      x.shape.every((_, axis) => order.includes(axis));
    if (!isOrder) return undefined;
    const strides = stridesOf(x.shape);
    return copyStrided(
      x,
      order.map((axis) => x.shape[axis]),
      order.map((axis) => strides[axis]),
    );
  },

  Tile({ x }, { reps }) {
    const times = reps as number[];
    const shape = x.shape.map((size, axis) => size * times[axis]);
    const fits = times.length === shape.length &&
      times.every((each) => Number.isInteger(each) && each > 0) &&
      countOf(shape) <= MAX_VALUES;
    if (!fits) return undefined;
    const strides = stridesOf(x.shape);
    const { values, dtype } = copyStrided(
      x,
      x.shape.flatMap((size, axis) => [times[axis], size]),
      strides.flatMap((stride) => [0, stride]),
    );
    return { shape, dtype, values };
  },

  Concat(inputs, { axis }) {
    return join(Object.values(inputs), axis);
  },

  Pack(inputs, { axis: given }) {
    const tensors = Object.values(inputs);
    const { shape } = tensors[0];
    const axis = axisOf(given, shape.length + 1);
    const isSame = tensors.every((tensor) =>
      tensor.shape.length === shape.length &&
      tensor.shape.every((size, axis) => size === shape[axis])
    );
    if (axis === undefined || !isSame) return undefined;
    const widened = tensors.map((tensor) => ({
      ...tensor,
      shape: shape.toSpliced(axis, 0, 1),
    }));
    return join(widened, axis);
  },

  GatherV2({ x, indices }, { axis: given, batchDims }) {
    const axis = axisOf(given, x.shape.length);
    const isPlain = axis !== undefined && indices.dtype === "int32" &&
      (batchDims ?? 0) === 0;
    if (!isPlain) return undefined;
    const length = x.shape[axis];
    const shape = x.shape.toSpliced(axis, 1, ...indices.shape);
    if (countOf(shape) > MAX_VALUES) return undefined;
    const block = countOf(x.shape.slice(axis + 1));
    const values = newValues(x.dtype, countOf(shape));
    let to = 0;
    for (let from = 0; from < x.values.length; from += length * block) {
      for (const index of indices.values) {
        if (index < 0 || index >= length) return undefined;
        const start = from + index * block;
        values.set(x.values.subarray(start, start + block), to);
        to += block;
      }
    }
    return { shape, dtype: x.dtype, values };
  },
};

/** An axis that may count from the end; undefined if there is none. */
function axisOf(given: unknown, rank: number): number | undefined {
  const axis = given as number;
  const fits = Number.isInteger(axis) && axis >= -rank && axis < rank;
  return fits ? (axis < 0 ? axis + rank : axis) : undefined;
}

/** Tensors of one dtype side by side along an axis. */
function join(tensors: readonly HostTensor[], given: unknown): HostResult {
  const [{ shape, dtype }] = tensors;
  const axis = axisOf(given, shape.length);
  const fits = axis !== undefined &&
    tensors.every((tensor) =>
      tensor.dtype === dtype && tensor.shape.length === shape.length &&
      tensor.shape.every((size, each) => each === axis || size === shape[each])
    );
  if (!fits) return undefined;
  const length = tensors.reduce((sum, tensor) => sum + tensor.shape[axis], 0);
  const whole = shape.with(axis, length);
  const values = newValues(dtype, countOf(whole));
  const inner = countOf(shape.slice(axis + 1));
  let at = 0;
  for (const tensor of tensors) {
    const block = tensor.shape[axis] * inner;
    for (let from = 0, to = at; from < tensor.values.length; from += block) {
      values.set(tensor.values.subarray(from, from + block), to);
      to += length * inner;
    }
    at += block;
  }
  return { shape: whole, dtype, values };
}
