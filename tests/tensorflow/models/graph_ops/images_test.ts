import { assertEquals } from "@std/assert";
import { tf } from "../../../support/tensorflow.ts";
import {
  type GraphWeights,
  loadGraph,
  node,
  placeholder,
} from "../graph_model.ts";
import { assertOutput } from "./output.ts";

const list = (...values: number[]) => ({ list: { i: values.map(String) } });
const text = (value: string) => ({ s: btoa(value) });
const texts = (...values: string[]) => ({
  list: { s: values.map((v) => btoa(v)) },
});

type Attributes = Readonly<Record<string, unknown>>;

const vector = () => tf.tensor1d([1, 0.5, 2, 3]);
const window = (list: (...values: number[]) => unknown): Attributes => ({
  ksize: list(1, 2, 1, 1),
  strides: list(1, 2, 1, 1),
  padding: text("SAME"),
});
const convolution = (list: (...values: number[]) => unknown): Attributes => ({
  strides: list(1, 1, 1, 1),
  dilations: list(1, 1, 2, 1),
  padding: text("VALID"),
});
const statistics = (): GraphWeights => ({
  scale: vector(),
  offset: vector(),
  mean: vector(),
  variance: vector(),
});
const training = { epsilon: { f: 0.1 }, is_training: { b: true } };

/** Operations on four channels, their weights, and their attributes by channels last. */
const operations: readonly [
  op: string,
  weights: () => GraphWeights,
  attributes: (list: (...values: number[]) => unknown) => Attributes,
][] = [
  ["BiasAdd", () => ({ bias: vector() }), () => ({})],
  ["AvgPool", () => ({}), window],
  ["MaxPool", () => ({}), window],
  [
    "Conv2D",
    () => ({ filter: tf.range(0, 24).reshape([1, 2, 4, 3]) }),
    convolution,
  ],
  [
    "DepthwiseConv2dNative",
    () => ({ filter: tf.range(0, 8).reshape([1, 2, 4, 1]) }),
    convolution,
  ],
  [
    "_FusedConv2D",
    () => ({
      filter: tf.range(-12, 12).reshape([1, 2, 4, 3]),
      bias: tf.tensor1d([1, -20, 30]),
    }),
    (list) => ({
      ...convolution(list),
      fused_ops: texts("BiasAdd", "Relu"),
      num_args: { i: "1" },
    }),
  ],
  [
    "_FusedConv2D",
    () => ({ filter: tf.ones([1, 2, 4, 4]), ...statistics() }),
    (list) => ({
      ...convolution(list),
      fused_ops: texts("FusedBatchNorm", "Relu"),
      num_args: { i: "4" },
    }),
  ],
  [
    "FusedDepthwiseConv2dNative",
    () => ({ filter: tf.ones([1, 2, 4, 1]), bias: vector() }),
    (list) => ({
      ...convolution(list),
      fused_ops: texts("BiasAdd"),
      num_args: { i: "1" },
    }),
  ],
  ["FusedBatchNormV3", statistics, () => ({ is_training: { b: false } })],
  ["FusedBatchNormV3", statistics, () => training],
  ["DepthToSpace", () => ({}), () => ({ block_size: { i: "2" } })],
];

/** An operation's result, turned to channels last. */
async function run(
  format: "NHWC" | "NCHW",
  [op, makeWeights, attributes]: typeof operations[number],
): Promise<tf.Tensor> {
  const isFirst = format === "NCHW";
  const weights = makeWeights();
  const axes = (...v: number[]) =>
    isFirst ? list(v[0], v[3], v[1], v[2]) : list(...v);
  const model = await loadGraph(weights, [
    placeholder("x", [null, null, null, null]),
    node("y", op, ["x", ...Object.keys(weights)], {
      ...attributes(axes),
      data_format: text(format),
    }),
  ]);
  const image = tf.sin(tf.range(0, 96)).reshape([2, 3, 4, 4]);
  const y = tf.tidy(() => {
    const x = isFirst ? tf.transpose(image, [0, 3, 1, 2]) : image;
    const y = model.execute({ x }, "y") as tf.Tensor;
    return isFirst ? tf.transpose(y, [0, 2, 3, 1]) : y;
  });
  model.dispose();
  tf.dispose([image, ...Object.values(weights)]);
  return y;
}

for (const operation of operations) {
  Deno.test(`graph models: ${operation[0]} takes channels first`, async () => {
    const [last, first] = [
      await run("NHWC", operation),
      await run("NCHW", operation),
    ];
    assertEquals(first.shape, last.shape);
    tf.test_util.expectArraysClose(first.dataSync(), last.dataSync());
    tf.dispose([first, last]);
  });
}

Deno.test("graph models: a transposed convolution takes channels first", () =>
  assertOutput(
    {
      sizes: tf.tensor1d([1, 1, 2, 2], "int32"),
      filter: tf.tensor4d([1, 2, 3, 4], [2, 2, 1, 1]),
    },
    {
      ...node("y", "Conv2DBackpropInput", ["sizes", "filter", "x"], {
        strides: list(1, 1, 1, 1),
        padding: text("VALID"),
        data_format: text("NCHW"),
      }),
    },
    tf.tensor4d([2], [1, 1, 1, 1]),
    [1, 1, 2, 2],
    [2, 4, 6, 8],
  ));

Deno.test("graph models: MaxPool pads by pixels", () =>
  assertOutput(
    {},
    node("y", "MaxPool", ["x"], {
      ksize: list(1, 1, 2, 1),
      strides: list(1, 1, 2, 1),
      padding: text("EXPLICIT"),
      explicit_paddings: list(0, 0, 0, 0, 1, 0, 0, 0),
    }),
    tf.tensor4d([1, 2, 3], [1, 1, 3, 1]),
    [1, 1, 2, 1],
    [1, 3],
  ));

Deno.test("graph models: a normalization that is trained takes the batch's statistics", () =>
  assertOutput(
    {
      scale: tf.tensor1d([2]),
      offset: tf.tensor1d([1]),
      mean: tf.tensor1d([7]),
      variance: tf.tensor1d([7]),
    },
    node(
      "y",
      "FusedBatchNormV3",
      ["x", "scale", "offset", "mean", "variance"],
      {
        epsilon: { f: 0 },
        is_training: { b: true },
      },
    ),
    tf.tensor4d([1, 3], [1, 1, 2, 1]),
    [1, 1, 2, 1],
    [-1, 3],
  ));
