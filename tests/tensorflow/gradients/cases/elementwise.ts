import { tf } from "../../../../lib/tensorflow/mod.ts";
import { type GradientCase, values } from "./support.ts";

/** Functions of any real number; their names are methods of a tensor. */
const everywhere = [
  ...["abs", "asinh", "atan", "ceil", "clone", "cos", "cosh", "elu", "erf"],
  ...["exp", "expm1", "floor", "logSigmoid", "neg", "onesLike", "relu"],
  ...["relu6", "round", "selu", "sigmoid", "sign", "sin"],
  ...["sinh", "softplus", "square", "step", "tanh", "zerosLike", "leakyRelu"],
] as const;
/** Of numbers above 0, above 1, and between -1 and 1. */
const positive = ["sqrt", "rsqrt", "log", "log1p", "reciprocal"] as const;
const within = ["acos", "asin", "atanh", "tan"] as const;

type Name =
  | typeof everywhere[number]
  | typeof positive[number]
  | typeof within[number];

const unary = (name: Name, inputs: () => tf.Tensor): GradientCase => [
  name,
  (x) => (tf[name] as (x: tf.Tensor) => tf.Tensor)(x),
  () => [inputs()],
];

/** Arithmetic of two tensors, broadcast both ways. */
const binary = [
  ...["add", "sub", "mul", "maximum", "minimum", "squaredDifference"],
  ...["prelu"],
] as const;
const divisions = ["div", "divNoNan", "mod", "atan2", "floorDiv"] as const;

const operands = () => [values(2, 1, 3), values(4, 3).add(0.07)];
const pair = (
  name: typeof binary[number] | typeof divisions[number],
  inputs: () => tf.Tensor[],
): GradientCase => [
  `${name}, broadcast`,
  (a, b) => (tf[name] as (a: tf.Tensor, b: tf.Tensor) => tf.Tensor)(a, b),
  inputs,
];

export const elementwiseCases: readonly GradientCase[] = [
  ...everywhere.map((name) => unary(name, () => values(2, 5))),
  ...positive.map((name) => unary(name, () => values(7).abs().add(0.3))),
  ...within.map((name) => unary(name, () => values(7).mul(0.4))),
  unary("acosh" as Name, () => values(7).abs().add(1.3)),
  ...binary.map((name) => pair(name, operands)),
  ...divisions.map((name) =>
    pair(name, () => [values(2, 1, 3), values(4, 3).abs().add(0.63)])
  ),
  ["pow, broadcast", (a, b) => tf.pow(a, b), () => [
    values(2, 1, 3).abs().add(0.2),
    values(4, 3),
  ]],
  ["pow of 0", (a) => tf.pow(a, tf.tensor1d([0, 1, 2, 3])), () => [
    tf.zeros([4]),
  ]],
  ["clipByValue", (x) => tf.clipByValue(x, -1, 1.1), () => [values(9)]],
  ["cast", (x) => tf.cast(x, "float32"), () => [values(3)]],
  [
    "cast, to whole numbers and truth values",
    (x) => tf.cast(x, "int32").add(tf.cast(x, "bool")).mul(x),
    () => [tf.tensor1d([1.2, -2.6, 0.4])],
  ],
  ["addN", (a, b, c) => tf.addN([a, b, c]), () => [
    values(3),
    values(3).mul(2),
    values(3).square(),
  ]],
  ["step, with a slope", (x) => tf.step(x, 0.4), () => [values(6)]],
  ["movingAverage", (v, x) => tf.movingAverage(v, x, 0.8, 3), () => [
    values(4),
    values(4).mul(2),
  ]],
  [
    "logSigmoid of a product",
    (x) => x.square().logSigmoid(),
    () => [values(5)],
  ],
];
