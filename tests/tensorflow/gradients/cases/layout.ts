import { tf } from "../../../../lib/tensorflow/mod.ts";
import { as, type GradientCase, values } from "./support.ts";

const whole = (list: number[], shape: number[] = [list.length]) =>
  tf.tensor(list, shape, "int32");

export const layoutCases: readonly GradientCase[] = [
  [
    "batchToSpaceND",
    (x) => tf.batchToSpaceND(x, [2, 2], [[0, 1], [1, 0]]),
    () => [
      values(4, 2, 2, 1),
    ],
  ],
  [
    "spaceToBatchND",
    (x) => tf.spaceToBatchND(x, [2, 2], [[0, 1], [1, 0]]),
    () => [
      values(1, 3, 3, 2),
    ],
  ],
  ["broadcastTo", (x) => tf.broadcastTo(x, [2, 3, 4]), () => [values(3, 1)]],
  ["concat", (a, b) => tf.concat([a, b], 1), () => [
    values(2, 1),
    values(2, 3),
  ]],
  ["concat1d", (a, b) => tf.concat1d([as(a), as(b)]), () => [
    values(1),
    values(3),
  ]],
  ...([2, 3, 4] as const).map((rank): GradientCase => [
    `concat${rank}d`,
    (a, b) => (tf[`concat${rank}d`] as typeof tf.concat)([a, b], rank - 1),
    () => [
      values(...[2, 1, 2, 2].slice(0, rank)),
      values(...[2, 1, 2, 2].slice(0, rank)).mul(2),
    ],
  ]),
  ["ensureShape", (x) => tf.ensureShape(x, [2, 3]), () => [values(2, 3)]],
  ["expandDims", (x) => tf.expandDims(x, 1), () => [values(2, 3)]],
  ["gather", (x) => tf.gather(x, whole([2, 0, 2])), () => [values(3, 2)]],
  [
    "gather by an axis, of a table of places",
    (x) => tf.gather(x, whole([1, 0, 1, 2], [2, 2]), 1),
    () => [values(2, 3, 2)],
  ],
  [
    "gather in batches",
    (x) => tf.gather(x, whole([1, 0, 0, 2, 2, 2], [2, 3]), 1, 1),
    () => [
      values(2, 3, 2),
    ],
  ],
  [
    "gather in batches, by a later axis",
    (x) => tf.gather(x, whole([1, 0, 0, 2], [2, 2]), 2, 1),
    () => [values(2, 2, 3)],
  ],
  [
    "gather in batches of two axes",
    (x) => tf.gather(x, whole([1, 0, 0, 2], [2, 2, 1]), 2, 2),
    () => [
      values(2, 2, 3, 2),
    ],
  ],
  [
    "mirrorPad, reflect",
    (x) => tf.mirrorPad(x, [[1, 2], [2, 0]], "reflect"),
    () => [values(3, 4)],
  ],
  [
    "mirrorPad, symmetric",
    (x) => tf.mirrorPad(x, [[1, 2], [3, 0]], "symmetric"),
    () => [values(3, 4)],
  ],
  ["pad", (x) => tf.pad(x, [[1, 0], [0, 2]], 3), () => [values(2, 3)]],
  ["pad1d", (x) => tf.pad1d(x as tf.Tensor1D, [1, 2]), () => [values(3)]],
  ["pad2d", (x) => tf.pad2d(as(x), [[1, 0], [0, 2]]), () => [values(2, 3)]],
  ["pad3d", (x) => tf.pad3d(as(x), [[1, 0], [0, 2], [1, 1]]), () => [
    values(2, 1, 2),
  ]],
  ["pad4d", (x) => tf.pad4d(as(x), [[1, 0], [0, 2], [1, 1], [0, 0]]), () => [
    values(2, 1, 2, 1),
  ]],
  ["reshape", (x) => tf.reshape(x, [3, 2]), () => [values(2, 3)]],
  ["reverse", (x) => tf.reverse(x, [0, 2]), () => [values(2, 2, 3)]],
  ["reverse1d", (x) => tf.reverse1d(x as tf.Tensor1D), () => [values(3)]],
  ["reverse2d", (x) => tf.reverse2d(x as tf.Tensor2D, 1), () => [values(2, 3)]],
  ["reverse3d", (x) => tf.reverse3d(x as tf.Tensor3D, [0, 2]), () => [
    values(2, 1, 3),
  ]],
  ["reverse4d", (x) => tf.reverse4d(x as tf.Tensor4D, 3), () => [
    values(2, 1, 1, 3),
  ]],
  ["slice", (x) => tf.slice(x, [1, 0], [2, 2]), () => [values(3, 3)]],
  ["slice1d", (x) => tf.slice1d(as(x), 1, 2), () => [values(4)]],
  ["slice2d", (x) => tf.slice2d(as(x), [0, 1], [2, 1]), () => [values(2, 3)]],
  ["slice3d", (x) => tf.slice3d(as(x), [0, 1, 0], [1, 1, 2]), () => [
    values(2, 2, 2),
  ]],
  ["slice4d", (x) => tf.slice4d(as(x), [0, 1, 0, 0], [1, 1, 2, 1]), () => [
    values(2, 2, 2, 1),
  ]],
  ["split", (x) => {
    const [a, , c] = tf.split(x, [1, 2, 1], 1);
    return a.mul(2).add(c);
  }, () => [values(2, 4)]],
  ["squeeze", (x) => tf.squeeze(x, [1]), () => [values(2, 1, 3)]],
  ["stack", (a, b) => tf.stack([a, b], 1), () => [
    values(2, 3),
    values(2, 3).square(),
  ]],
  ["transpose", (x) => tf.transpose(x, [2, 0, 1]), () => [values(2, 3, 2)]],
  ["unstack", (x) => {
    const [a, , c] = tf.unstack(x, 1);
    return a.mul(c);
  }, () => [values(2, 3)]],
  [
    "raggedGather, by the values",
    (x) =>
      tf.raggedGather([whole([0, 2, 3, 5])], x, whole([2, 0, 2]), 1)
        .outputDenseValues,
    () => [values(5, 2)],
  ],
  ["raggedTensorToTensor", (x, rest) =>
    tf.raggedTensorToTensor(
      whole([3, 4]),
      x,
      rest,
      [whole([0, 2, 2, 5])],
      ["ROW_SPLITS"],
    ), () => [values(5), tf.scalar(0.3)]],
  ["sparse.sparseFillEmptyRows", (x, rest) =>
    tf.sparse.sparseFillEmptyRows(
      whole([0, 1, 2, 0, 2, 1], [3, 2]) as tf.Tensor2D,
      x as tf.Tensor1D,
      whole([4, 3]) as tf.Tensor1D,
      rest as tf.Scalar,
    ).outputValues, () => [values(3), tf.scalar(0.3)]],
  [
    "meshgrid",
    (a, b) => tf.add(...tf.meshgrid(a, b) as [tf.Tensor, tf.Tensor]),
    () => [
      values(2),
      values(3),
    ],
  ],
  ["dropout", (x) => tf.dropout(x, 0.4, undefined, 3), () => [values(8)]],
  ["unstack of one part", (x) => tf.unstack(x, 1)[0], () => [values(3, 1)]],
  ["split of one part", (x) => tf.split(x, 1, 1)[0], () => [values(3, 2)]],
];
