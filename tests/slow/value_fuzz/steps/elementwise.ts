import { tf } from "../../../../lib/tensorflow/mod.ts";
import { type Maker, step } from "../pool.ts";

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
const named = tf as unknown as Record<string, Unary & Binary>;

const safe = (x: tf.Tensor) => tf.add(tf.abs(x), 0.3);
const small = (x: tf.Tensor) => tf.mul(tf.tanh(x), 0.9);

/** Functions of any number, and of what is made to fit. */
const anywhere = [
  ...["abs", "neg", "sin", "cos", "tanh", "sigmoid", "relu", "relu6", "elu"],
  ...["selu", "softplus", "logSigmoid", "erf", "atan", "asinh", "square"],
  ...["sign", "floor", "ceil", "round", "step", "leakyRelu", "clone"],
  ...["onesLike", "zerosLike", "isNaN", "isFinite"],
];
const fitted: Readonly<Record<string, Unary>> = {
  "exp(small)": (x) => tf.exp(small(x)),
  "expm1(small)": (x) => tf.expm1(small(x)),
  "sinh(small)": (x) => tf.sinh(small(x)),
  "cosh(small)": (x) => tf.cosh(small(x)),
  "tan(small)": (x) => tf.tan(small(x)),
  "asin(small)": (x) => tf.asin(small(x)),
  "acos(small)": (x) => tf.acos(small(x)),
  "atanh(small)": (x) => tf.atanh(small(x)),
  "sqrt(safe)": (x) => tf.sqrt(safe(x)),
  "rsqrt(safe)": (x) => tf.rsqrt(safe(x)),
  "log(safe)": (x) => tf.log(safe(x)),
  "log1p(safe)": (x) => tf.log1p(safe(x)),
  "acosh(safe + 1)": (x) => tf.acosh(tf.add(safe(x), 1)),
  "reciprocal(safe)": (x) => tf.reciprocal(safe(x)),
  clipByValue: (x) => tf.clipByValue(x, -0.7, 1.2),
};

const arithmetic = [
  ...["add", "sub", "mul", "maximum", "minimum", "squaredDifference"],
];
const divisions: Readonly<Record<string, Binary>> = {
  "div(a, safe)": (a, b) => tf.div(a, safe(b)),
  "divNoNan": (a, b) => tf.divNoNan(a, tf.relu(b).add(tf.step(b))),
  "mod(a, safe)": (a, b) => tf.mod(a, safe(b)),
  // On the cpu backend it is of int32
  "floorDiv(a, safe)": (a, b) => tf.cast(tf.floorDiv(a, safe(b)), "float32"),
  "pow(safe, small)": (a, b) => tf.pow(safe(a), small(b)),
  "atan2(a, safe)": (a, b) => tf.atan2(a, safe(b)),
  "prelu": (a, b) => tf.prelu(a, b),
};
const whole: Readonly<Record<string, Binary>> = {
  add: (a, b) => tf.add(a, b),
  sub: (a, b) => tf.sub(a, b),
  mul: (a, b) =>
    tf.mul(
      tf.mod(a, tf.scalar(50, "int32")),
      tf.mod(b, tf.scalar(50, "int32")),
    ),
  maximum: (a, b) => tf.maximum(a, b),
  minimum: (a, b) => tf.minimum(a, b),
  "floorDiv by not 0": (a, b) =>
    tf.floorDiv(a, tf.add(tf.abs(b), tf.scalar(1, "int32"))),
  "div by not 0": (a, b) => tf.div(a, tf.add(tf.abs(b), tf.scalar(1, "int32"))),
  "mod by not 0": (a, b) => tf.mod(a, tf.add(tf.abs(b), tf.scalar(1, "int32"))),
  bitwiseAnd: (a, b) => tf.bitwiseAnd(a, b),
};
const comparisons = [
  ...["greater", "greaterEqual", "less", "lessEqual", "equal", "notEqual"],
];
const logical = ["logicalAnd", "logicalOr", "logicalXor"];

const unary: Maker = (draw, pool) => {
  const x = pool.real();
  if (x === undefined) return undefined;
  if (draw.flag()) {
    const name = draw.pick(anywhere);
    return step(name, [x], [], (x) => named[name](x));
  }
  const name = draw.pick(Object.keys(fitted));
  return step(name, [x], [], fitted[name]);
};

const binary: Maker = (draw, pool) => {
  const a = pool.real();
  if (a === undefined) return undefined;
  const from = [a, pool.partner(a)];
  if (draw.chance(0.6)) {
    const name = draw.pick(arithmetic);
    return step(name, from, [], (a, b) => named[name](a, b));
  }
  const name = draw.pick(Object.keys(divisions));
  return step(name, from, [], divisions[name]);
};

const integer: Maker = (draw, pool) => {
  const a = pool.pick(({ dtype }) => dtype === "int32");
  if (a === undefined) return undefined;
  const name = draw.pick(Object.keys(whole));
  return step(`${name} of int32`, [a, pool.partner(a)], [], whole[name]);
};

const comparison: Maker = (draw, pool) => {
  const a = pool.pick(({ dtype }) => dtype !== "bool");
  if (a === undefined) return undefined;
  const name = draw.pick(comparisons);
  return step(name, [a, pool.partner(a)], [], (a, b) => named[name](a, b));
};

const boolean: Maker = (draw, pool) => {
  const a = pool.pick(({ dtype }) => dtype === "bool");
  if (a === undefined) return undefined;
  const name = draw.pick([...logical, "logicalNot"]);
  return name === "logicalNot"
    ? step(name, [a], [], (a) => tf.logicalNot(a))
    : step(name, [a, pool.partner(a)], [], (a, b) => named[name](a, b));
};

/** Of a condition made from one of the two, or of what is there. */
const choice: Maker = (_, pool) => {
  const a = pool.real();
  if (a === undefined) return undefined;
  const b = pool.partner(a);
  return step(
    "where(a > b, a, b²)",
    [a, b],
    [],
    (a, b) => tf.where(tf.greater(a, b), a, tf.square(b)),
  );
};

const cast: Maker = (draw, pool) => {
  const x = pool.pick(() => true)!;
  const dtype = draw.pick(["float32", "int32", "bool"] as const);
  return step("cast", [x], [dtype], (x) => tf.cast(x, dtype));
};

export const elementwiseSteps: readonly Maker[] = [
  ...[unary, unary, unary, binary, binary, binary],
  ...[integer, comparison, boolean, choice, cast],
];
