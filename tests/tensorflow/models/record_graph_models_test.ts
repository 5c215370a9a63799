import { assertEquals, assertRejects } from "@std/assert";
import {
  compile,
  modelRecordings,
  recordModel,
} from "../../../lib/tensorflow/mod.ts";
import { alive, assertCloseTensor, tf } from "../../support/tensorflow.ts";
import { loadGraph, node, placeholder } from "./graph_model.ts";
import { warnings } from "./warnings.ts";

const ints = (...values: number[]) => tf.tensor1d(values, "int32");
const integer = (value: number) => tf.scalar(value, "int32");

/** A convolution, normalized; then a softmax over what is flattened by its shape. */
const network = () =>
  loadGraph({
    kernel: tf.randomNormal([3, 3, 1, 4], 0, 1, "float32", 1),
    scale: tf.tensor1d([1, 2, 3, 4]),
    offset: tf.tensor1d([0, 1, 0, 1]),
    mean: tf.tensor1d([0.1, 0.2, 0.3, 0.4]),
    variance: tf.tensor1d([1, 2, 3, 4]),
    begin: ints(0),
    end: ints(1),
    stride: ints(1),
    rest: integer(36),
    weights: tf.randomNormal([36, 3], 0, 1, "float32", 2),
  }, [
    placeholder("x", [null, 5, 5, 1]),
    node("conv", "Conv2D", ["x", "kernel"], {
      strides: { list: { i: ["1", "1", "1", "1"] } },
      dilations: { list: { i: ["1", "1", "1", "1"] } },
      padding: { s: btoa("VALID") },
      data_format: { s: btoa("NHWC") },
    }),
    node("norm", "FusedBatchNormV3", [
      "conv",
      "scale",
      "offset",
      "mean",
      "variance",
    ], { epsilon: { f: 0.001 } }),
    node("shape", "Shape", ["norm"], { out_type: { type: "DT_INT32" } }),
    node("batch", "StridedSlice", ["shape", "begin", "end", "stride"], {
      shrink_axis_mask: { i: "1" },
    }),
    node("sizes", "Pack", ["batch", "rest"], { axis: { i: "0" } }),
    node("flat", "Reshape", ["norm", "sizes"]),
    node("logits", "MatMul", ["flat", "weights"], {
      transpose_a: { b: false },
      transpose_b: { b: false },
    }),
    node("y", "Softmax", ["logits"]),
  ]);

const batchOf = (size: number) =>
  tf.randomNormal([size, 5, 5, 1], 0, 1, "float32", size);

Deno.test("a graph model's predict(), execute() and executeAsync() are recorded, with equal values", async () => {
  const model = await network();
  const x = batchOf(2);
  recordModel(model, false);
  const expected = model.predict(x) as tf.Tensor;
  recordModel(model, true);
  const results = [
    model.predict(x),
    model.predict(x),
    model.execute({ x }, "y"),
    await model.executeAsync(x),
  ] as tf.Tensor[];
  assertEquals(modelRecordings(model).predict.length, 1);
  for (const y of results) assertCloseTensor(y, expected, 1e-6);
  const before = alive();
  tf.dispose(model.predict(x));
  assertEquals(alive(), before);
  tf.dispose([...results, expected]);
  model.dispose();
  assertEquals(modelRecordings(model).predict.length, 0);
  x.dispose();
});

Deno.test("compile() records a graph model that reads shapes and constants", async () => {
  const model = await network();
  using recorded = compile((x: tf.Tensor) => model.predict(x) as tf.Tensor);
  for (const size of [1, 3]) {
    const x = batchOf(size);
    const [y, expected] = [recorded(x), model.predict(x) as tf.Tensor];
    assertCloseTensor(y, expected, 1e-6);
    tf.dispose([x, y, expected]);
  }
  assertEquals(recorded.recordings.length, 2);
  model.dispose();
});

Deno.test("a graph model whose output's shape depends on values runs op by op, and one line says why", async () => {
  const model = await loadGraph({}, [
    placeholder("x", [null]),
    node("y", "Where", ["x"]),
  ]);
  const x = tf.tensor1d([0, 2, 0, 3]);
  const lines = await warnings(async () => {
    for (let call = 0; call < 3; call++) {
      const y = await model.executeAsync(x) as tf.Tensor;
      assertEquals(y.arraySync(), [[1], [3]]);
      y.dispose();
    }
  });
  assertEquals(lines.length, 1);
  assertEquals(
    lines[0].startsWith('Model "graph model" predicts op by op: '),
    true,
  );
  await assertRejects(() => model.executeAsync(tf.zeros([1, 2])), Error);
  model.dispose();
  x.dispose();
});

Deno.test("a graph model is asked for other outputs than its own, and for its inputs by name", async () => {
  const model = await network();
  const x = batchOf(2);
  for (let call = 0; call < 3; call++) {
    const [flat, y] = model.execute({ x }, ["flat", "y"]) as tf.Tensor[];
    assertEquals([flat.shape, y.shape], [[2, 36], [2, 3]]);
    tf.dispose([flat, y]);
  }
  assertEquals(modelRecordings(model).predict.length, 1);
  model.dispose();
  x.dispose();
});
