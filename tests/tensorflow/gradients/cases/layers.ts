import { tf } from "../../../../lib/tensorflow/mod.ts";
import { as, type GradientCase, image, values, volume } from "./support.ts";

const rank4 = (x: tf.Tensor) => as<tf.Rank.R4>(x);
const activations = ["linear", "relu", "relu6", "elu", "sigmoid"] as const;

export const layerCases: readonly GradientCase[] = [
  ["matMul", (a, b) => tf.matMul(a, b), () => [values(2, 3), values(3, 2)]],
  [
    "matMul, transposed, in batches, broadcast",
    (a, b) => tf.matMul(a, b, true, true),
    () => [values(2, 3, 2), values(1, 4, 3)],
  ],
  ["dot", (a, b) => tf.dot(a, b), () => [values(2, 3), values(3)]],
  [
    "outerProduct",
    (a, b) => tf.outerProduct(a as tf.Tensor1D, b as tf.Tensor1D),
    () => [
      values(2),
      values(3),
    ],
  ],
  ...activations.flatMap((activation): GradientCase[] => [
    [
      `fused.matMul, ${activation}`,
      (a, b, bias) => tf.fused.matMul({ a, b, bias, activation }),
      () => [
        values(2, 3),
        values(3, 2),
        values(2),
      ],
    ],
    [`fused.conv2d, ${activation}`, (x, filter, bias) =>
      tf.fused.conv2d({
        x: rank4(x),
        filter: rank4(filter),
        bias,
        strides: 1,
        pad: "same",
        activation,
      }), () => [image(), values(2, 2, 2, 2), values(2)]],
    [
      `fused.depthwiseConv2d, ${activation}`,
      (x, filter, bias) =>
        tf.fused.depthwiseConv2d({
          x: rank4(x),
          filter: rank4(filter),
          bias,
          strides: 1,
          pad: "valid",
          activation,
        }),
      () => [image(), values(2, 2, 2, 1), values(2)],
    ],
  ]),
  [
    "conv1d",
    (x, filter) =>
      tf.conv1d(as<tf.Rank.R3>(x), as<tf.Rank.R3>(filter), 1, "same"),
    () => [
      values(2, 5, 2),
      values(3, 2, 2),
    ],
  ],
  [
    "separableConv2d",
    (x, a, b) => tf.separableConv2d(rank4(x), rank4(a), rank4(b), 1, "same"),
    () => [
      image(),
      values(2, 2, 2, 2),
      values(1, 1, 4, 2),
    ],
  ],
  [
    "dilation2d",
    (x, filter) =>
      tf.dilation2d(rank4(x), as<tf.Rank.R3>(filter), 1, "same", 2),
    () => [
      values(1, 5, 4, 2),
      values(2, 3, 2),
    ],
  ],
  [
    "pool, max",
    (x) => tf.pool(rank4(x), [2, 2], "max", "same", [2, 1], 1),
    () => [image()],
  ],
  [
    "pool, avg",
    (x) => tf.pool(rank4(x), [2, 2], "avg", "valid", 1, [2, 2]),
    () => [image()],
  ],
  [
    "maxPool3d",
    (x) => tf.maxPool3d(as<tf.Rank.R5>(x), 2, 2, "same"),
    () => [volume()],
  ],
  [
    "avgPool3d",
    (x) => tf.avgPool3d(as<tf.Rank.R5>(x), 2, 2, "same"),
    () => [volume()],
  ],
  [
    "localResponseNormalization",
    (x) => tf.localResponseNormalization(rank4(x), 1, 1, 0.5, 0.7),
    () => [
      values(1, 2, 2, 4),
    ],
  ],
  ...([
    ["batchNorm", 3],
    ["batchNorm2d", 2],
    ["batchNorm3d", 3],
    ["batchNorm4d", 4],
  ] as const).map(([name, rank]): GradientCase => [
    name,
    (x, mean, variance, offset, scale) =>
      (tf[name] as typeof tf.batchNorm)(
        x,
        mean as tf.Tensor1D,
        variance.abs().add(0.5) as tf.Tensor1D,
        offset as tf.Tensor1D,
        scale as tf.Tensor1D,
        0.1,
      ),
    () => [
      values(...[2, 2, 1].slice(0, rank - 1), 3),
      values(3),
      values(3).mul(2),
      values(3).square(),
      values(3).sub(1),
    ],
  ]),
  [
    "batchNorm without scale",
    (x, mean, variance) =>
      tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D),
    () => [values(3, 2), values(2), values(2).square().add(0.5)],
  ],
  [
    "batchNorm4d, channels first",
    (x, mean, variance, scale) =>
      tf.batchNorm4d(
        rank4(x),
        rank4(mean),
        rank4(variance),
        undefined,
        rank4(scale),
      ),
    () => [
      values(2, 3, 2, 1),
      values(1, 3, 1, 1),
      values(1, 3, 1, 1).square().add(0.5),
      values(1, 3, 1, 1).sub(1),
    ],
  ],
  ["logSoftmax", (x) => tf.logSoftmax(x), () => [values(2, 4)]],
  ["softmax by the last axis, of a cube", (x) => tf.softmax(x, 2), () => [
    values(2, 1, 3),
  ]],
  ["basicLSTMCell", (kernel, bias, data, c, h) =>
    tf.concat(
      tf.basicLSTMCell(
        tf.scalar(1),
        as(kernel),
        as(bias),
        as(data),
        as(c),
        as(h),
      ),
      1,
    ), () => [
    values(4, 8),
    values(8),
    values(1, 2),
    values(1, 2).mul(0.5),
    values(1, 2).add(0.1),
  ]],
  ["multiRNNCell", (kernel, data) =>
    tf.multiRNNCell(
      [(data, c, h) =>
        tf.basicLSTMCell(tf.scalar(1), as(kernel), tf.zeros([8]), data, c, h)],
      as(data),
      [tf.zeros([1, 2])],
      [tf.ones([1, 2])],
    )[1][0], () => [values(4, 8), values(1, 2)]],
  ["linalg.bandPart", (x) => tf.linalg.bandPart(x, 1, 0), () => [
    values(2, 3, 3),
  ]],
  [
    "linalg.gramSchmidt",
    (x) => tf.linalg.gramSchmidt(x as tf.Tensor2D) as tf.Tensor,
    () => [
      values(2, 3),
    ],
  ],
  ["linalg.qr", (x) => {
    const [q, r] = tf.linalg.qr(x);
    return q.mul(2).add(r);
  }, () => [tf.tensor2d([[2, 1], [0.5, 3]])]],
  ["signal.frame", (x) => tf.signal.frame(x as tf.Tensor1D, 3, 2), () => [
    values(8),
  ]],
];
