import { assertEquals } from "@std/assert";
import { recordModel } from "../../../../lib/tensorflow/mod.ts";
import { tf } from "../../../support/tensorflow.ts";
import {
  type GraphNode,
  type GraphWeights,
  loadGraph,
  node,
  placeholder,
} from "../graph_model.ts";

const integer = (value: number) => tf.scalar(value, "int32");
const list = (...values: number[]) => ({ list: { i: values.map(String) } });

/** Asserts a model's output, op by op and recorded. */
async function assertOutput(
  weights: GraphWeights,
  y: GraphNode,
  x: tf.Tensor,
  shape: number[],
  want: (number | string)[],
  dtype: tf.DataType = "float32",
): Promise<void> {
  const input = placeholder("x", x.shape.map(() => null));
  const model = await loadGraph(weights, [input, y]);
  for (const isRecorded of [false, true, true]) {
    recordModel(model, isRecorded);
    const result = model.execute({ x }, "y") as tf.Tensor;
    assertEquals([result.shape, result.dtype], [shape, dtype]);
    assertEquals([...result.dataSync()] as unknown[], want);
    result.dispose();
  }
  model.dispose();
  tf.dispose(Object.values(weights));
  x.dispose();
}

Deno.test("graph models: a matrix's band has its own width on each side", () =>
  assertOutput(
    { lower: integer(0), upper: integer(-1) },
    node("y", "MatrixBandPart", ["x", "lower", "upper"]),
    tf.tensor2d([[1, 2], [3, 4]]),
    [2, 2],
    [1, 2, 0, 4],
  ));

Deno.test("graph models: OneHot puts the classes on its axis", () =>
  assertOutput(
    { depth: integer(3), on: tf.scalar(2), off: tf.scalar(-1) },
    node("y", "OneHot", ["x", "depth", "on", "off"], { axis: { i: "0" } }),
    tf.tensor1d([2, 0]),
    [3, 2],
    [-1, 2, -1, -1, 2, -1],
  ));

Deno.test("graph models: ShapeN answers in int32", () =>
  assertOutput(
    {},
    node("y", "ShapeN", ["x"], { N: { i: "1" } }),
    tf.ones([2, 3]),
    [2],
    [2, 3],
    "int32",
  ));

Deno.test("graph models: MaxPool pads by pixels", () =>
  assertOutput(
    {},
    node("y", "MaxPool", ["x"], {
      ksize: list(1, 1, 2, 1),
      strides: list(1, 1, 2, 1),
      padding: { s: btoa("EXPLICIT") },
      explicit_paddings: list(0, 0, 0, 0, 1, 0, 0, 0),
    }),
    tf.tensor4d([1, 2, 3], [1, 1, 3, 1]),
    [1, 1, 2, 1],
    [1, 3],
  ));

Deno.test("graph models: strings are gathered", async () => {
  const model = await loadGraph({
    words: tf.tensor1d(["a", "b"]),
    axis: integer(0),
  }, [
    placeholder("x", [null]),
    node("y", "GatherV2", ["words", "x", "axis"]),
  ]);
  const y = model.execute({ x: tf.tensor1d([1, 0]) }, "y") as tf.Tensor;
  assertEquals([...y.dataSync()] as unknown[], ["b", "a"]);
  model.dispose();
});
