import { assertEquals, assertThrows } from "@std/assert";
import {
  modelRecordings,
  recordModel,
} from "../../../../lib/tensorflow/mod.ts";
import { tf } from "../../../support/tensorflow.ts";
import { loadGraph, node, placeholder } from "../graph_model.ts";

const T = { type: "DT_FLOAT" };

Deno.test("graph models run operations that TensorFlow.js doesn't know, recorded too", async () => {
  const ids = tf.tensor1d([1, 0, 1], "int32");
  const model = await loadGraph({
    shift: tf.tensor1d([1], "int32"),
    axis: tf.tensor1d([0], "int32"),
    ids,
    count: tf.scalar(2, "int32"),
  }, [
    placeholder("x", [null]),
    node("rolled", "Roll", ["x", "shift", "axis"], {
      Tshift: { type: "DT_INT32" },
      Taxis: { type: "DT_INT32" },
    }),
    node("sums", "UnsortedSegmentSum", ["rolled", "ids", "count"], {
      Tindices: { type: "DT_INT32" },
      Tnumsegments: { type: "DT_INT32" },
    }),
    node("boundaries", "Bucketize", ["x"], {
      boundaries: { list: { f: [1.5, 2.5] } },
    }),
  ]);
  const x = tf.tensor1d([1, 2, 3]);
  for (const isRecorded of [false, true, true]) {
    recordModel(model, isRecorded);
    const outputs = model.execute({ x }, ["sums", "boundaries"]) as tf.Tensor[];
    assertEquals(outputs.map((y) => [...y.dataSync()]), [[1, 5], [0, 1, 2]]);
    assertEquals(outputs[1].dtype, "int32");
    tf.dispose(outputs);
  }
  assertEquals(modelRecordings(model).predict.length, 1);
  model.dispose();
  tf.dispose([x, ids]);
});

Deno.test("graph models hand int64 to operations that take nothing else", async () => {
  const model = await loadGraph({
    places: tf.tensor2d([[1, 0], [0, 1]], [2, 2], "int32"),
    shape: tf.tensor1d([2, 2], "int32"),
  }, [
    placeholder("x", [null]),
    node("sorted", "SparseReorder", ["places", "x", "shape"]),
    node("y", "Identity", ["sorted:1"]),
  ]);
  const x = tf.tensor1d([1, 2]);
  for (let call = 0; call < 3; call++) {
    const y = model.execute({ x }, "y") as tf.Tensor;
    assertEquals([...y.dataSync()], [2, 1]);
    y.dispose();
  }
  model.dispose();
  x.dispose();
});

Deno.test("graph models: an operation that TensorFlow lacks, too, is still unknown", async () => {
  const model = await loadGraph({}, [
    placeholder("x", [null]),
    { name: "y", op: "NoSuchOp", input: ["x"], attr: { T } },
  ]);
  const x = tf.ones([1]);
  recordModel(model, false);
  assertThrows(
    () => model.execute({ x }, "y"),
    Error,
    'Cannot run a graph model: node "y" must be an operation that graph models can run: current value is "NoSuchOp"',
  );
  model.dispose();
  x.dispose();
});
