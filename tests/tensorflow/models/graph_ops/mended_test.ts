import { assertEquals } from "@std/assert";
import { tf } from "../../../support/tensorflow.ts";
import { loadGraph, node, placeholder } from "../graph_model.ts";
import { assertOutput } from "./output.ts";

const integer = (value: number) => tf.scalar(value, "int32");

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
