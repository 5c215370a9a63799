/**
 * Elementwise operations whose results IEEE 754 and two's complement define to
 * the bit, and the hyperbolic tangent. Where they don't (NaN in a maximum, subnormal numbers, which
 * TensorFlow flushes to zero, integers divided by zero) the call is left to
 * TensorFlow.
 *
 * @module
 */
import type { tf } from "../../tfjs.ts";
import {
  type Binary,
  combine,
  each,
  isSubnormal,
  LEAVE,
  type Unary,
} from "./loops.ts";
import { tanh } from "./tanh.ts";
import {
  type HostOperation,
  type HostResult,
  type HostTensor,
  newValues,
} from "./tensor.ts";

const maximum: Binary = (x, y) => {
  if (x > y) return x;
  if (y > x || Object.is(x, y) && x === x) return y;
  return LEAVE; // NaN, or zeros of both signs
};
const minimum: Binary = (x, y) => {
  if (x < y) return x;
  if (y < x || Object.is(x, y) && x === x) return y;
  return LEAVE;
};
const relu: Unary = (x) => maximum(x, 0);
const relu6: Unary = (x) => {
  const positive = maximum(x, 0);
  return positive === LEAVE ? LEAVE : minimum(positive, 6);
};

/** Of float32 and of int32. Writing to an array rounds to float32. */
const binary: Readonly<Record<string, readonly [Binary?, Binary?]>> = {
  Add: [(x, y) => x + y, (x, y) => x + y | 0],
  Sub: [(x, y) => x - y, (x, y) => x - y | 0],
  Multiply: [(x, y) => x * y, Math.imul],
  RealDiv: [(x, y) => x / y],
  SquaredDifference: [
    (x, y) => Math.fround(x - y) ** 2,
    (x, y) => Math.imul(x - y | 0, x - y | 0),
  ],
  Maximum: [maximum, maximum],
  Minimum: [minimum, minimum],
};

const comparisons: Readonly<Record<string, Binary>> = {
  Equal: (x, y) => x === y ? 1 : 0,
  NotEqual: (x, y) => x === y ? 0 : 1,
  Greater: (x, y) => x > y ? 1 : 0,
  GreaterEqual: (x, y) => x >= y ? 1 : 0,
  Less: (x, y) => x < y ? 1 : 0,
  LessEqual: (x, y) => x <= y ? 1 : 0,
};

const logical: Readonly<Record<string, Binary>> = {
  LogicalAnd: (x, y) => x & y,
  LogicalOr: (x, y) => x | y,
};

/** Of float32 and of int32. */
const unary: Readonly<Record<string, readonly [Unary, Unary?]>> = {
  Abs: [Math.abs, (x) => Math.abs(x) | 0],
  Neg: [(x) => -x, (x) => -x | 0],
  Square: [(x) => x * x, (x) => Math.imul(x, x)],
  Sqrt: [Math.sqrt],
  Relu: [relu, relu],
  Relu6: [relu6, relu6],
  Floor: [Math.floor],
  Ceil: [Math.ceil],
  Tanh: [tanh],
};

/** Kernels of arithmetic that take booleans as int32. */
const takeBooleans: ReadonlySet<string> = new Set([
  ...["Abs", "Add", "Multiply", "Neg", "Relu", "Relu6", "Square"],
  ...["SquaredDifference", "Sub"],
]);

/** The operations by the names of TensorFlow.js's kernels. */
export const arithmetic: Readonly<Record<string, HostOperation>> = {
  ...named(binary, (functions, name) => ({ a, b }) => {
    const dtype = numberDtype(name, a, b);
    const fn = dtype && functions[dtype === "float32" ? 0 : 1];
    return fn && combine(fn, a, b, dtype);
  }),
  ...named(
    comparisons,
    (fn) => ({ a, b }) =>
      a.dtype === b.dtype ? combine(fn, a, b, "bool") : undefined,
  ),
  ...named(
    logical,
    (fn) => ({ a, b }) =>
      a.dtype === "bool" && b.dtype === "bool"
        ? combine(fn, a, b, "bool")
        : undefined,
  ),
  ...named(unary, (functions, name) => ({ x }) => {
    const dtype = numberDtype(name, x, x);
    const fn = dtype && functions[dtype === "float32" ? 0 : 1];
    return fn && each(fn, x, dtype);
  }),
  LogicalNot: ({ x }) =>
    x.dtype === "bool" ? each((one) => one ^ 1, x, "bool") : undefined,
  ZerosLike: ({ x }) => ({ ...x, values: newValues(x.dtype, x.values.length) }),
  OnesLike: ({ x }) => ({
    ...x,
    values: newValues(x.dtype, x.values.length).fill(1),
  }),
  ClipByValue: ({ x }, { clipValueMin, clipValueMax }) => {
    const [low, high] = [clipValueMin, clipValueMax].map(Number)
      .map(Math.fround);
    if (x.dtype !== "float32" || isSubnormal(low) || isSubnormal(high)) {
      return undefined;
    }
    return each(
      (one) => {
        const clipped = minimum(one, high);
        return clipped === LEAVE ? LEAVE : maximum(clipped, low);
      },
      x,
      "float32",
    );
  },
  Cast: ({ x }, { dtype }) => cast(x, dtype as tf.DataType),
  Select: ({ condition, t, e }) => {
    const { values } = condition;
    const fits = condition.dtype === "bool" && t.dtype === e.dtype &&
      [t, e].every(({ shape }) =>
        shape.length === condition.shape.length &&
        shape.every((size, axis) => size === condition.shape[axis])
      );
    if (!fits) return undefined;
    const chosen = newValues(t.dtype, values.length);
    for (let i = 0; i < chosen.length; i++) {
      chosen[i] = values[i] ? t.values[i] : e.values[i];
    }
    return { shape: t.shape, dtype: t.dtype, values: chosen };
  },
};

function named<Entry>(
  entries: Readonly<Record<string, Entry>>,
  make: (entry: Entry, name: string) => HostOperation,
): Record<string, HostOperation> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [name, make(entry, name)]),
  );
}

/** The dtype in which a kernel computes, and which its result has. */
function numberDtype(
  name: string,
  a: HostTensor,
  b: HostTensor,
): "float32" | "int32" | undefined {
  if (a.dtype !== b.dtype) return undefined;
  if (a.dtype === "float32" || a.dtype === "int32") return a.dtype;
  return takeBooleans.has(name) ? "int32" : undefined;
}

function cast(x: HostTensor, dtype: tf.DataType): HostResult {
  switch (dtype) {
    case "float32":
      return each((one) => one, x, dtype);
    case "int32": // C leaves open what NaN and numbers beyond int32 become
      return each(
        (one) => {
          const whole = Math.trunc(one);
          return whole === (whole | 0) ? whole : LEAVE;
        },
        x,
        dtype,
      );
    case "bool":
      return each((one) => one === 0 ? 0 : 1, x, dtype);
  }
  return undefined;
}
