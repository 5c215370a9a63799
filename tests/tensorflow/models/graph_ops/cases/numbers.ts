import { tf } from "../../../../support/tensorflow.ts";
import {
  bools,
  flag,
  float,
  type GraphCase,
  int,
  integer,
  one,
  real,
  reals,
  some,
  text,
  texts,
  whole,
} from "./support.ts";

const pair = () => [reals(-7, 7, -7, 6), reals(2, -2, -2, 3)];
const intPair = () => [whole(-7, 7, -7, 6), whole(2, -2, -2, 3)];
const spectrum = (size: number) => tf.complex(some(size), some(size));

export const elementwise: readonly GraphCase[] = [
  ...["Mod", "FloorMod", "Div", "FloorDiv", "Maximum", "SquaredDifference"]
    .flatMap((op): GraphCase[] => [[op, pair], [op, intPair]]),
  ...["RealDiv", "Atan2", "DivNoNan"].map((op): GraphCase => [op, pair]),
  ...["BitwiseAnd", "TruncateDiv"].map((op): GraphCase => [op, intPair]),
  ["Pow", () => [whole(-7, 7, 2), whole(2, 0, 3)]],
  ...["Abs", "Neg", "Sign", "Square"].map((op): GraphCase => [
    op,
    () => [whole(-2, 0, 3)],
  ]),
  ...["Round", "Ceil", "Reciprocal", "LeakyRelu", "Elu", "Selu", "Relu6"]
    .map((op): GraphCase => [op, () => [reals(0.5, -1.5, 2.5, 7)]]),
  ["LeakyRelu", () => [reals(-1, 1)], { alpha: real(0.5) }],
  ["ClipByValue", () => [some(4), tf.scalar(-1), tf.scalar(1)]],
  ["FakeQuantWithMinMaxVars", () => [some(4), tf.scalar(-1), tf.scalar(1)]],
  ["Cast", () => [reals(-1.7, 0, 300)], { SrcT: float, DstT: int }],
  ["Select", () => [bools(1, 0), some(2, 2), some(2, 2).neg()], { T: float }],
  ["SelectV2", () => [bools(1, 0), some(2, 2), some(2, 2).neg()], { T: float }],
];

export const reductions: readonly GraphCase[] = [
  ["Mean", () => [whole(-3, 0), whole(0)]],
  ["Mean", () => [some(2, 3), one(1)]],
  ["Sum", () => [some(2, 3), whole(0, 1)], { keep_dims: flag(true) }],
  ["Max", () => [some(2, 3), whole(-1)]],
  ["Prod", () => [some(2, 3), whole(1)], { keep_dims: flag(true) }],
  ["EuclideanNorm", () => [some(2, 2, 3), whole(0, 2, 1)]],
  ["ArgMax", () => [some(2, 3), one(1)], { output_type: int }],
  ["Any", () => [tf.tensor2d([[1, 0]], [1, 2], "bool"), whole(1)]],
  [
    "Cumsum",
    () => [some(2, 3), one(1)],
    { exclusive: flag(true), reverse: flag(true) },
  ],
  ["Bincount", () => [whole(1, 1, 2), one(4), reals(1, 2, 3)], { T: float }],
  ["TopKV2", () => [some(2, 4), one(2)]],
  ["UniqueV2", () => [whole(3, 1, 3), whole(0)], { Taxis: int, out_idx: int }],
  [
    "SparseSegmentMean",
    () => [some(3, 2), whole(0, 2), whole(0, 0)],
    { Tidx: int, Tsegmentids: int },
  ],
  ["Softmax", () => [some(2, 3)]],
  ["LRN", () => [some(1, 1, 1, 6)], {
    depth_radius: integer(1),
    bias: real(2),
    alpha: real(0.1),
    beta: real(0.7),
  }],
];

export const products: readonly GraphCase[] = [
  ["MatMul", () => [some(3, 2), some(3, 2)], { transpose_a: flag(true) }],
  ["BatchMatMulV2", () => [some(2, 3, 2), some(2, 3, 2)], {
    adj_x: flag(true),
  }],
  ["Einsum", () => [some(2, 2, 3), some(2, 3, 4)], {
    equation: text("bij,bjk->bik"),
    N: integer(2),
  }],
  ["_FusedMatMul", () => [some(2, 3), some(3, 2), some(2)], {
    num_args: integer(1),
    fused_ops: texts("BiasAdd", "LeakyRelu"),
    leakyrelu_alpha: real(0.3),
  }],
  ["RFFT", () => [some(6), whole(4)]],
  ["RFFT", () => [some(5), whole(5)]],
  ["IRFFT", () => [spectrum(3), whole(4)], { Treal: float }],
  ["IRFFT", () => [spectrum(3), whole(5)], { Treal: float }],
  ["IRFFT", () => [spectrum(5), whole(4)], { Treal: float }],
  ["MatrixBandPart", () => [some(3, 3), one(1), one(0)], { Tindex: int }],
];
