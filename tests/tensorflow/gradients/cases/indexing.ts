import { tf } from "../../../../lib/tensorflow/mod.ts";
import { as, type GradientCase, image, values } from "./support.ts";

export const indexingCases: readonly GradientCase[] = [
  [
    "gatherND",
    (x) =>
      tf.gatherND(x, tf.tensor2d([[0, 0], [1, 1], [1, 1]], [3, 2], "int32")),
    () => [
      values(2, 3),
    ],
  ],
  [
    "gatherND, slices",
    (x) =>
      tf.gatherND(x, tf.tensor3d([[[1], [0]], [[1], [2]]], [2, 2, 1], "int32")),
    () => [
      values(3, 2),
    ],
  ],
  [
    "scatterND",
    (x) =>
      tf.scatterND(tf.tensor2d([[1], [0], [1]], [3, 1], "int32"), x, [3, 2]),
    () => [
      values(3, 2),
    ],
  ],
  ["tensorScatterUpdate", (x, updates) =>
    tf.tensorScatterUpdate(
      x,
      tf.tensor2d([[2], [0]], [2, 1], "int32"),
      updates,
    ), () => [values(4, 2), values(2, 2)]],
  ["sparseToDense", (x, rest) =>
    tf.sparseToDense(
      tf.tensor2d([[1, 0], [0, 1]], [2, 2], "int32"),
      x as tf.Tensor1D,
      [2, 3],
      rest as tf.Scalar,
    ), () => [values(2), tf.scalar(1)]],
  ["stridedSlice", (x) => tf.stridedSlice(x, [0, 2], [3, 0], [2, -1]), () => [
    values(3, 4),
  ]],
  [
    "stridedSlice with masks",
    (x) => tf.stridedSlice(x, [1, 1], [2, 3], [1, 1], 0, 0, 0, 0, 1),
    () => [
      values(3, 4),
    ],
  ],
  ["depthToSpace", (x) => tf.depthToSpace(as<tf.Rank.R4>(x), 2, "NHWC"), () => [
    values(1, 2, 3, 8),
  ]],
  ["topk", (x) => tf.topk(x, 2).values, () => [values(3, 5)]],
  ["tile", (x) => tf.tile(x, [2, 3, 1, 1, 2]), () => [values(1, 2, 2, 1, 2)]],
  [
    "image.flipLeftRight",
    (x) => tf.image.flipLeftRight(as<tf.Rank.R4>(x)),
    () => [
      image(),
    ],
  ],
  ["diag", (x) => tf.diag(x), () => [values(2, 2)]],
];
