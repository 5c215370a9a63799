import { tf } from "../../../../lib/tensorflow/mod.ts";
import { as, conv2d, type GradientCase, values } from "./support.ts";

export const secondOrderCases: readonly GradientCase[] = [
  ["exp, its gradient", (x) => tf.grad(tf.exp)(x), () => [values(5)]],
  ["tanh, its gradient", (x) => tf.grad(tf.tanh)(x), () => [values(5)]],
  [
    "image.resizeBilinear, its gradient",
    (x) =>
      tf.grad((x) =>
        tf.image.resizeBilinear(as<tf.Rank.R4>(x), [5, 6], false, true).square()
      )(x),
    () => [values(1, 3, 3, 1)],
  ],
  [
    "avgPool, its gradient",
    (x) =>
      tf.grad((x) => tf.avgPool(as<tf.Rank.R4>(x), 2, 2, 0, "ceil").square())(
        x,
      ),
    () => [values(1, 5, 5, 1)],
  ],
  [
    "conv2d, its gradient by the filter",
    (x, filter) => tf.grad((w) => conv2d(1, "same")(x, w).square())(filter),
    () => [
      values(1, 4, 4, 1),
      values(2, 2, 1, 2),
    ],
  ],
  ...(["elu", "selu", "softplus", "sigmoid", "atan", "erf"] as const).map((
    name,
  ): GradientCase => [
    `${name}, its gradient`,
    (x) => tf.grad((x) => tf[name](x).square())(x),
    () => [values(5)],
  ]),
  [
    "maxPool, its gradient",
    (x) =>
      tf.grad((x) => tf.maxPool(as<tf.Rank.R4>(x), 2, 2, 0, "ceil").square())(
        x,
      ),
    () => [values(1, 5, 5, 1)],
  ],
  [
    "maxPool3d, its gradient",
    (x) =>
      tf.grad((x) => tf.maxPool3d(as<tf.Rank.R5>(x), 2, 2, "same").square())(
        x,
      ),
    () => [values(1, 3, 4, 3, 1)],
  ],
  ["norm, its gradient", (x) => tf.grad((x) => tf.norm(x, 2, 1))(x), () => [
    values(2, 3),
  ]],
  [
    "matMul, its gradient",
    (a, b) => tf.grad((a) => tf.matMul(a, b).square())(a),
    () => [
      values(2, 3),
      values(3, 2),
    ],
  ],
  [
    "losses.softmaxCrossEntropy, its gradient",
    (x) =>
      tf.grad((x) => tf.losses.softmaxCrossEntropy([[0, 1, 0]], tf.square(x)))(
        x,
      ),
    () => [values(1, 3)],
  ],
  [
    "topk, its gradient",
    (x) => tf.grad((x) => tf.topk(x, 2).values.square())(x),
    () => [tf.tensor2d([[1, 5, 3], [4, 2, 6]])],
  ],
  [
    "unsortedSegmentSum, by what is computed",
    (x) =>
      tf.unsortedSegmentSum(
        x,
        tf.cast(tf.greater(x, 2), "int32") as tf.Tensor1D,
        2,
      ),
    () => [tf.tensor1d([1, 5, 3])],
  ],
  [
    "complex, abs, mul, div, its gradient",
    (x) =>
      tf.grad((x) => {
        const z = tf.complex(x, tf.square(x));
        const quotient = tf.div(tf.mul(z, z), tf.add(z, tf.complex(2, 1)));
        return tf.add(tf.abs(z), tf.real(quotient));
      })(x),
    () => [tf.tensor1d([1, -1.5, 2])],
  ],
  ["pow, its gradient", (x) => tf.grad((x) => tf.pow(x, 3))(x), () => [
    values(4),
  ]],
  [
    "localResponseNormalization, its gradient",
    (x) =>
      tf.grad((x) =>
        tf.localResponseNormalization(as<tf.Rank.R4>(x), 1, 1, 0.5, 0.7)
          .square()
      )(x),
    () => [values(1, 2, 2, 4)],
  ],
  ...([
    ["same, strides", 2, "same", 1],
    ["valid, dilations", 1, "valid", [1, 2]],
  ] as const).map(([name, strides, pad, dilations]): GradientCase => [
    `dilation2d, its gradient, ${name}`,
    (x, filter) =>
      tf.concat(
        tf.grads((x, filter) =>
          tf.dilation2d(
            as<tf.Rank.R4>(x),
            as<tf.Rank.R3>(filter),
            strides,
            pad,
            dilations as [number, number],
          ).square()
        )([x, filter]).map((each) => each.reshape([-1])),
      ),
    () => [values(1, 4, 4, 1), values(2, 2, 1).mul(0.3)],
  ]),
];
