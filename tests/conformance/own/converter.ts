import { tf } from "../../../lib/tensorflow/mod.ts";
import { onCpu, read, requireSame, type Spec, wave } from "./spec.ts";

type Attributes = Readonly<Record<string, unknown>>;
type Input = () => tf.Tensor;

/** An operation of a graph, its inputs, and its attributes. */
type Row = readonly [
  op: string,
  inputs: readonly Input[],
  attributes?: Attributes,
  /** How many outputs it has. */
  outputs?: number,
];

const real = (...shape: number[]): Input => () => wave(shape);
const positive = (...shape: number[]): Input => () =>
  tf.tidy(() => tf.abs(wave(shape)).add(0.3));
const whole = (values: number[], shape?: number[]): Input => () =>
  tf.tensor(values, shape, "int32");
const bool = (...values: number[]): Input => () => tf.tensor1d(values, "bool");
const type = (name: string) => ({ type: name });
const list = (...values: number[]) => ({ list: { i: values.map(String) } });
const text = (value: string) => ({ s: btoa(value) });
const flag = (b: boolean) => ({ b });
const number = (i: number) => ({ i: `${i}` });
const T = { T: type("DT_FLOAT") };
const window = (padding: string) => ({
  ...T,
  strides: list(1, 2, 2, 1),
  padding: text(padding),
  dataFormat: text("NHWC"),
  data_format: text("NHWC"),
  dilations: list(1, 1, 1, 1),
});

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

const rows: readonly Row[] = [
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
  ["ResizeBilinear", [real(1, 3, 3, 1), whole([5, 4])], {
    ...T,
    align_corners: flag(false),
    half_pixel_centers: flag(true),
  }],
  ["ResizeNearestNeighbor", [real(1, 3, 3, 1), whole([5, 4])], {
    ...T,
    align_corners: flag(true),
    half_pixel_centers: flag(false),
  }],
  ["DepthToSpace", [real(1, 2, 2, 4)], {
    ...T,
    block_size: number(2),
    data_format: text("NHWC"),
  }],
  ["SpaceToBatchND", [
    real(1, 2, 4, 1),
    whole([1, 2]),
    whole([0, 0, 0, 0], [2, 2]),
  ], T],
  ["BatchToSpaceND", [
    real(2, 2, 2, 1),
    whole([1, 2]),
    whole([0, 0, 0, 0], [2, 2]),
  ], T],
  ["Reshape", [real(2, 3), whole([3, -1])], T],
  ["Transpose", [real(2, 3, 1), whole([2, 0, 1])], T],
  ["ExpandDims", [real(2, 3), whole([1], [])], T],
  ["Squeeze", [real(2, 1, 3)], { ...T, squeeze_dims: list(1) }],
  ["ConcatV2", [real(2, 1), real(2, 2), whole([1], [])], {
    ...T,
    N: number(2),
  }],
  ["Pack", [real(2, 2), positive(2, 2)], {
    ...T,
    N: number(2),
    axis: number(1),
  }],
  ["Unpack", [real(2, 3)], { ...T, num: number(3), axis: number(1) }, 3],
  ["Split", [whole([1], []), real(2, 4)], { ...T, num_split: number(2) }, 2],
  ["SplitV", [real(2, 4), whole([1, 3]), whole([1], [])], {
    ...T,
    num_split: number(2),
  }, 2],
  ["Slice", [real(3, 4), whole([1, 0]), whole([2, 3])], T],
  ["StridedSlice", [real(3, 4), whole([0, 1]), whole([3, 4]), whole([2, 1])], {
    ...T,
    begin_mask: number(1),
    end_mask: number(0),
    ellipsis_mask: number(0),
    new_axis_mask: number(0),
    shrink_axis_mask: number(0),
  }],
  ["GatherV2", [real(3, 4), whole([2, 0]), whole([0], [])], {
    ...T,
    batch_dims: number(0),
  }],
  ["GatherNd", [real(3, 4), whole([2, 0, 1, 1], [2, 2])], T],
  ["ScatterNd", [whole([2, 0], [2, 1]), real(2, 3), whole([4, 3])], T],
  ["Tile", [real(2, 3), whole([2, 1])], T],
  ["PadV2", [real(2, 3), whole([1, 0, 0, 2], [2, 2]), () => tf.scalar(2)], T],
  ["MirrorPad", [real(2, 3), whole([1, 0, 0, 2], [2, 2])], {
    ...T,
    mode: text("REFLECT"),
  }],
  ["ReverseV2", [real(2, 3), whole([1])], T],
  ["Cast", [real(4)], { SrcT: type("DT_FLOAT"), DstT: type("DT_INT32") }],
  ["Fill", [whole([2, 3]), () => tf.scalar(1.5)], T],
  ["Range", [whole([1], []), whole([9], []), whole([3], [])], {
    Tidx: type("DT_INT32"),
  }],
  ["OneHot", [
    whole([1, 0, 2]),
    whole([3], []),
    () => tf.scalar(2),
    () => tf.scalar(-1),
  ], {
    ...T,
    axis: number(-1),
  }],
  ["TopKV2", [real(2, 5), whole([2], [])], { ...T, sorted: flag(true) }, 2],
  ["Cumsum", [real(2, 4), whole([1], [])], {
    ...T,
    exclusive: flag(true),
    reverse: flag(false),
  }],
  ["BroadcastTo", [real(1, 3), whole([2, 3])], T],
  ["Bincount", [whole([1, 2, 1]), whole([4], []), real(3)], T],
];

/** A graph of one operation, whose inputs are constants or placeholders. */
async function graphOf(
  [op, inputs, attributes = {}]: Row,
  constants: readonly boolean[],
): Promise<tf.GraphModel> {
  const tensors = inputs.map((input) => input());
  const names = tensors.map((_, i) => `x${i}`);
  const dtypes = { float32: "DT_FLOAT", int32: "DT_INT32", bool: "DT_BOOL" };
  const nodes = tensors.map(({ dtype, shape }, i) => ({
    name: names[i],
    op: constants[i] ? "Const" : "Placeholder",
    attr: {
      dtype: type(dtypes[dtype as keyof typeof dtypes]),
      shape: { shape: { dim: shape.map((size) => ({ size: `${size}` })) } },
    },
  }));
  const weights = Object.fromEntries(
    tensors.flatMap((tensor, i) => constants[i] ? [[names[i], tensor]] : []),
  );
  const { data, specs } = await tf.io.encodeWeights(weights);
  tf.dispose(tensors);
  return await tf.loadGraphModel(tf.io.fromMemory({
    modelTopology: {
      node: [...nodes, { name: "y", op, input: names, attr: attributes }],
      versions: { producer: 1 },
    },
    weightSpecs: specs,
    weightData: data,
  }));
}

/** A graph's outputs, asked for in three ways, three times. */
async function outputs(row: Row) {
  const [, inputs, , count = 1] = row;
  // Whole numbers are mostly sizes and places, which a graph has as constants
  const constants = inputs.map((input, i) => {
    const tensor = input();
    const isConstant = i > 0 && tensor.dtype === "int32";
    tensor.dispose();
    return isConstant;
  });
  const model = await graphOf(row, constants);
  const given = () =>
    Object.fromEntries(
      inputs.flatMap((input, i) => constants[i] ? [] : [[`x${i}`, input()]]),
    );
  const names = Array.from(
    { length: count },
    (_, i) => i === 0 ? "y" : `y:${i}`,
  );
  const results = [];
  for (let i = 0; i < 3; i++) {
    const x = given();
    results.push(read(model.execute(x, names) as tf.Tensor[]));
    tf.dispose(x);
  }
  const x = given();
  results.push(read(await model.executeAsync(x, names) as tf.Tensor[]));
  tf.dispose(x);
  model.dispose();
  return results;
}

export const converterSpecs: readonly Spec[] = rows.map((row, index): Spec => ({
  name: `converter: ${
    row[0]
  } (${index}) answers as on cpu, also recorded and asynchronously`,
  run: async () => {
    const [expected] = await onCpu(() => outputs(row));
    (await outputs(row)).forEach((result, i) =>
      requireSame(result, expected, `answer ${i + 1}`)
    );
  },
}));
