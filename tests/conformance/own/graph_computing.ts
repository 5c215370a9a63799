import { tf } from "../../../lib/tensorflow/mod.ts";
import {
  bool,
  flag,
  list,
  number,
  positive,
  real,
  type Row,
  T,
  text,
  whole,
  window,
} from "./graph_nodes.ts";

const unary = [
  ..."Abs Atan Asinh Ceil Cos Cosh Elu Erf Exp Expm1 Floor Neg Relu Relu6 Round"
    .split(" "),
  ..."Selu Sigmoid Sign Sin Sinh Softplus Square Tanh LogSoftmax Softmax IsNan"
    .split(" "),
  ..."ZerosLike OnesLike Identity Shape Rank Size".split(" "),
];
const binary =
  "Add AddV2 Sub Mul Maximum Minimum SquaredDifference Atan2 Greater GreaterEqual Less LessEqual Equal NotEqual"
    .split(" ");
const reductions = ["Sum", "Mean", "Max", "Min", "Prod"];

export const computingRows: readonly Row[] = [
  ...unary.map((op): Row => [op, [real(2, 3)], T]),
  ...["Sqrt", "Rsqrt", "Log", "Log1p", "Reciprocal"].map((op): Row => [op, [
    positive(2, 3),
  ], T]),
  ...binary.map((op): Row => [op, [real(2, 3), real(3)], T]),
  ...["RealDiv", "FloorMod", "Pow"].map((op): Row => [op, [
    positive(2, 3),
    positive(3),
  ], T]),
  ["AddN", [real(2, 3), real(2, 3)], { ...T, N: number(2) }],
  ["ClipByValue", [real(4), () => tf.scalar(-0.5), () => tf.scalar(0.5)], T],
  ["LeakyRelu", [real(4)], { ...T, alpha: { f: 0.2 } }],
  ["Prelu", [real(2, 3), positive(3)], T],
  ...["LogicalAnd", "LogicalOr"].map((op): Row => [op, [
    bool(1, 0, 1),
    bool(1, 1, 0),
  ]]),
  ["LogicalNot", [bool(1, 0)]],
  ["Select", [bool(1, 0), real(2), positive(2)], T],
  ["SelectV2", [bool(1, 0), real(3, 2), positive(2)], T],
  ...reductions.flatMap((op): Row[] =>
    [true, false].map((keep) => [op, [real(2, 3, 2), whole([0, 2])], {
      ...T,
      keep_dims: flag(keep),
    }])
  ),
  ...["All", "Any"].map((op): Row => [op, [bool(1, 0, 1), whole([0])], {
    keep_dims: flag(false),
  }]),
  ...["ArgMax", "ArgMin"].map((
    op,
  ): Row => [op, [real(2, 4), whole([1], [])], T]),
  ["MatMul", [real(2, 3), real(2, 4)], { ...T, transpose_a: flag(true) }],
  ["BatchMatMulV2", [real(2, 2, 3), real(2, 4, 3)], {
    ...T,
    adj_y: flag(true),
  }],
  ["Einsum", [real(2, 3), real(3, 2)], {
    ...T,
    equation: text("ij,jk->ik"),
    N: number(2),
  }],
  ["_FusedMatMul", [real(2, 3), real(3, 4), real(4)], {
    ...T,
    num_args: number(1),
    fused_ops: { list: { s: [btoa("BiasAdd"), btoa("Relu")] } },
    epsilon: { f: 0.001 },
  }],
  ...["SAME", "VALID"].flatMap((padding): Row[] => [
    ["Conv2D", [real(1, 5, 6, 2), real(2, 3, 2, 3)], window(padding)],
    [
      "DepthwiseConv2dNative",
      [real(1, 5, 6, 2), real(2, 3, 2, 2)],
      window(padding),
    ],
    ["MaxPool", [real(1, 5, 6, 2)], {
      ...window(padding),
      ksize: list(1, 2, 2, 1),
    }],
    ["AvgPool", [real(1, 5, 6, 2)], {
      ...window(padding),
      ksize: list(1, 2, 2, 1),
    }],
    ["_FusedConv2D", [real(1, 5, 6, 2), real(2, 3, 2, 3), real(3)], {
      ...window(padding),
      num_args: number(1),
      fused_ops: { list: { s: [btoa("BiasAdd"), btoa("Relu6")] } },
      epsilon: { f: 0.001 },
    }],
  ]),
  ["BiasAdd", [real(1, 2, 2, 3), real(3)], { ...T, data_format: text("NHWC") }],
  ["FusedBatchNormV3", [
    real(1, 2, 2, 3),
    positive(3),
    real(3),
    real(3),
    positive(3),
  ], {
    ...T,
    epsilon: { f: 0.01 },
    is_training: flag(false),
    data_format: text("NHWC"),
  }],
  ["LRN", [real(1, 2, 2, 4)], {
    ...T,
    depth_radius: number(2),
    bias: { f: 1 },
    alpha: { f: 0.5 },
    beta: { f: 0.7 },
  }],
];
