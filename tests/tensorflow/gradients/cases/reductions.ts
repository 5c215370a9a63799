import { tf } from "../../../../lib/tensorflow/mod.ts";
import { type GradientCase, values } from "./support.ts";

const names = ["max", "mean", "min", "prod", "sum", "logSumExp"] as const;

export const reductionCases: readonly GradientCase[] = [
  ...names.flatMap((name): GradientCase[] => [
    [`${name} of all`, (x) => tf[name](x), () => [values(2, 3)]],
    [`${name} over an axis`, (x) => tf[name](x, [0, -1]), () => [
      values(2, 3, 2),
    ]],
    [`${name}, axes kept`, (x) => tf[name](x, 1, true), () => [
      values(2, 3, 2),
    ]],
  ]),
  ["prod with zeros", (x) => tf.prod(x, 1), () => [
    tf.tensor2d([[2, 0, 3], [0, 0, 1], [1, 2, 3]]),
  ]],
  ["divNoNan by zeros", (x) => tf.divNoNan(x, tf.tensor1d([0, 1, 2])), () => [
    values(2, 3),
  ]],
  ["moments", (x) => {
    const { mean, variance } = tf.moments(x, [0, 2]);
    return tf.stack([mean, variance]);
  }, () => [values(2, 3, 2)]],
  ...([1, 2, Infinity, -Infinity, "euclidean"] as const).map((
    order,
  ): GradientCase => [
    `norm of vectors, order ${order}`,
    (x) => tf.norm(x, order, 1),
    () => [values(2, 4)],
  ]),
  ...([1, Infinity, -Infinity, "fro"] as const).map((
    order,
  ): GradientCase => [
    `norm of matrices, order ${order}`,
    (x) => tf.norm(x, order, [1, 2]),
    () => [values(2, 3, 4).mul(tf.tensor([1, 2, 4], [1, 3, 1]))],
  ]),
  ["euclideanNorm", (x) => tf.euclideanNorm(x, 0, true), () => [values(3, 2)]],
  ["cumsum", (x) => tf.cumsum(x, 1), () => [values(2, 4)]],
  ["cumsum, exclusive, reverse", (x) => tf.cumsum(x, 0, true, true), () => [
    values(4, 2),
  ]],
  [
    "unsortedSegmentSum",
    (x) => tf.unsortedSegmentSum(x, tf.tensor1d([1, 0, 1, 2], "int32"), 3),
    () => [
      values(4, 2),
    ],
  ],
  ["sparse.sparseSegmentSum", (x) =>
    tf.sparse.sparseSegmentSum(
      x,
      tf.tensor1d([2, 0, 2], "int32"),
      tf.tensor1d([0, 0, 1], "int32"),
    ), () => [values(3, 2)]],
  ["sparse.sparseSegmentMean", (x) =>
    tf.sparse.sparseSegmentMean(
      x,
      tf.tensor1d([2, 0, 2], "int32"),
      tf.tensor1d([0, 0, 1], "int32"),
    ), () => [values(3, 2)]],
  [
    "bincount, by the weights",
    (x) => tf.bincount(tf.tensor1d([1, 0, 1, 2], "int32"), x as tf.Tensor1D, 4),
    () => [
      values(4),
    ],
  ],
  ["denseBincount, by the weights", (x) =>
    tf.denseBincount(
      tf.tensor2d([[1, 0, 1], [2, 2, 0]], [2, 3], "int32"),
      x as tf.Tensor2D,
      3,
    ), () => [values(2, 3)]],
  [
    "losses.computeWeightedLoss",
    (x, w) => tf.losses.computeWeightedLoss(x, w),
    () => [
      values(5),
      values(5).square(),
    ],
  ],
  ...([
    "absoluteDifference",
    "hingeLoss",
    "huberLoss",
    "meanSquaredError",
  ] as const)
    .map((name): GradientCase => [
      `losses.${name}`,
      (x) => tf.losses[name](tf.tensor1d([1, 0, 1, 0, 1]), x, 0.7),
      () => [values(5).mul(0.45)],
    ]),
  [
    "losses.cosineDistance",
    (x) => tf.losses.cosineDistance(tf.tensor2d([[1, 0], [0, 1]]), x, 1),
    () => [
      values(2, 2),
    ],
  ],
  [
    "losses.logLoss",
    (x) => tf.losses.logLoss(tf.tensor1d([1, 0, 1]), x),
    () => [
      tf.tensor1d([0.3, 0.6, 0.8]),
    ],
  ],
  [
    "losses.sigmoidCrossEntropy",
    (x) =>
      tf.losses.sigmoidCrossEntropy(tf.tensor1d([1, 0, 1]), x, undefined, 0.1),
    () => [
      values(3),
    ],
  ],
  [
    "losses.softmaxCrossEntropy",
    (x) =>
      tf.losses.softmaxCrossEntropy(
        tf.tensor2d([[1, 0, 0], [0, 0, 1]]),
        x,
        undefined,
        0.1,
      ),
    () => [
      values(2, 3),
    ],
  ],
];
