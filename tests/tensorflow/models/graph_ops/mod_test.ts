import { assertEquals } from "@std/assert";
import { recordModel } from "../../../../lib/tensorflow/mod.ts";
import type { RawAttributes } from "../../../../lib/tensorflow/models/graph_ops/node.ts";
import { run } from "../../../../lib/tensorflow/models/graph_ops/unknown.ts";
import { tf } from "../../../support/tensorflow.ts";
import { loadGraph, node, placeholder } from "../graph_model.ts";
import { type GraphCase, graphCases } from "./cases/mod.ts";

const dtypes: Readonly<Record<string, string>> = {
  float32: "DT_FLOAT",
  int32: "DT_INT32",
  bool: "DT_BOOL",
  complex64: "DT_COMPLEX64",
};

/** What TensorFlow's own kernel answers. */
function ofTensorFlow(
  op: string,
  inputs: tf.Tensor[],
  rawAttrs: RawAttributes,
): tf.Tensor[] {
  const node = { name: "y", op, rawAttrs };
  return [run({ node, inputs, attrs: {}, context: undefined as never })].flat();
}

/** A graph model of one node, and the names of its outputs. */
async function modelOf(
  op: string,
  inputs: tf.Tensor[],
  raw: RawAttributes,
  count: number,
): Promise<readonly [tf.GraphModel, string[]]> {
  const weights = Object.fromEntries(inputs.map((x, i) => [`w${i}`, x]));
  const names = Array.from({ length: count }, (_, i) => `out${i}`);
  const model = await loadGraph(weights, [
    placeholder("x", []),
    { name: "y", op, input: Object.keys(weights), attr: raw },
    ...names.map((name, i) => node(name, "Identity", [i ? `y:${i}` : "y"])),
  ]);
  return [model, names];
}

async function compare([op, inputs, more]: GraphCase): Promise<void> {
  const tensors = tf.tidy(() => inputs());
  const T = { type: dtypes[tensors[0].dtype] };
  const raw = { T, ...more } as RawAttributes;
  const want = ofTensorFlow(op, tensors, raw);
  const [model, names] = await modelOf(op, tensors, raw, want.length);
  const x = tf.scalar(0);
  for (const isRecorded of [false, true, true]) {
    recordModel(model, isRecorded);
    const got = [await model.executeAsync({ x }, names)].flat();
    for (const [i, tensor] of got.entries()) {
      const { shape, dtype } = want[i];
      assertEquals([tensor.shape, tensor.dtype], [shape, dtype]);
      tf.test_util.expectArraysClose(tensor.dataSync(), want[i].dataSync());
    }
    tf.dispose(got);
  }
  model.dispose();
  tf.dispose([x, ...tensors, ...want]);
}

Deno.test("graph models answer as TensorFlow's own kernels do, recorded too", async (test) => {
  const { warn } = console;
  // TensorFlow.js advises to call another method
  console.warn = () => {};
  try {
    for (const each of graphCases) {
      const [op, , attributes = {}] = each;
      await test.step(`${op} ${JSON.stringify(attributes)}`, () =>
        compare(each));
    }
  } finally {
    console.warn = warn;
  }
});
