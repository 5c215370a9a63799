import { assertEquals } from "@std/assert";
import { tf } from "../../../support/tensorflow.ts";
import {
  type GraphNode,
  type GraphWeights,
  loadGraph,
  node,
  placeholder,
} from "../graph_model.ts";
import { assertOutput } from "./output.ts";

const whole = (...values: number[]) => tf.tensor1d(values, "int32");
const list = (...values: number[]) => ({ list: { i: values.map(String) } });
const texts = (...values: string[]) => ({
  list: { s: values.map((v) => btoa(v)) },
});

const cases: readonly [
  name: string,
  weights: () => GraphWeights,
  y: GraphNode,
  x: () => tf.Tensor,
  gradient: number[],
][] = [
  [
    "DivNoNan by 0",
    () => ({ divisor: tf.tensor1d([0, 2]) }),
    node("y", "DivNoNan", ["x", "divisor"]),
    () => tf.ones([2]),
    [0, 0.5],
  ],
  [
    "EuclideanNorm of zeros",
    () => ({ axis: whole(0) }),
    node("y", "EuclideanNorm", ["x", "axis"], { keep_dims: { b: false } }),
    () => tf.zeros([2]),
    [0, 0],
  ],
  [
    "a fused convolution with dilation",
    () => ({ filter: tf.ones([1, 2, 1, 1]), bias: tf.ones([1]) }),
    node("y", "_FusedConv2D", ["x", "filter", "bias"], {
      strides: list(1, 1, 1, 1),
      dilations: list(1, 1, 2, 1),
      padding: { s: btoa("VALID") },
      fused_ops: texts("BiasAdd"),
      num_args: { i: "1" },
    }),
    () => tf.ones([1, 1, 3, 1]),
    [1, 0, 1],
  ],
  [
    "RaggedTensorToTensor",
    () => ({ shape: whole(2, 2), rest: tf.scalar(0), splits: whole(0, 1, 3) }),
    node("y", "RaggedTensorToTensor", ["shape", "x", "rest", "splits"], {
      row_partition_types: texts("ROW_SPLITS"),
    }),
    () => tf.ones([3]),
    [1, 1, 1],
  ],
  [
    "FakeQuantWithMinMaxVars",
    () => ({ min: tf.scalar(-1), max: tf.scalar(1) }),
    node("y", "FakeQuantWithMinMaxVars", ["x", "min", "max"]),
    () => tf.tensor1d([2.5, 0.42, -0.3, -2]),
    [0, 1, 1, 0],
  ],
];

for (const [name, makeWeights, y, makeX, gradient] of cases) {
  Deno.test(`graph models: the gradient of ${name}`, async () => {
    const [weights, x] = [makeWeights(), makeX()];
    const input = placeholder("x", x.shape.map(() => null));
    const model = await loadGraph(weights, [input, y]);
    const found = tf.grad((x: tf.Tensor) =>
      model.execute({ x }, "y") as tf.Tensor
    )(x);
    assertEquals([...found.dataSync()], gradient);
    model.dispose();
    tf.dispose([found, x, ...Object.values(weights)]);
  });
}

Deno.test("graph models: strings are turned around", async () => {
  const T = { type: "DT_STRING" };
  const model = await loadGraph({
    words: tf.tensor2d([["a", "b"]]),
    order: whole(1, 0),
    axis: whole(0),
  }, [
    placeholder("x", []),
    { name: "turned", op: "Transpose", input: ["words", "order"], attr: { T } },
    { name: "y", op: "ReverseV2", input: ["turned", "axis"], attr: { T } },
  ]);
  const y = model.execute({ x: tf.scalar(0) }, "y") as tf.Tensor;
  assertEquals([y.shape, [...y.dataSync()]] as unknown[], [[2, 1], ["b", "a"]]);
  model.dispose();
});

Deno.test("graph models: RaggedGather gives the splits, then the values", () =>
  assertOutput(
    { splits: whole(0, 1, 3), rows: whole(1, 0) },
    [
      node("all", "RaggedGather", ["splits", "x", "rows"], {
        OUTPUT_RAGGED_RANK: { i: "1" },
      }),
      node("y", "Identity", ["all:1"]),
    ],
    tf.tensor1d([1, 2, 3]),
    [3],
    [2, 3, 1],
  ));
