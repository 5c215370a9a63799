import { assertEquals } from "@std/assert";
import { AttrType, DType } from "../../../lib/tensorflow/ffi/dtypes.ts";
import { compile } from "../../../lib/tensorflow/mod.ts";
import type { Attribute } from "../../../lib/tensorflow/op_definitions/attributes.ts";
import {
  assertNothingLeaks,
  assertSameTensor,
  backend,
  tf,
  typeT,
} from "../../support/tensorflow.ts";

const { STRING, INT, FLOAT, BOOL, TYPE, SHAPE } = AttrType;
const attribute = (name: string, type: number, value: unknown): Attribute => ({
  name,
  type,
  value,
});

/** One operation for each setter that an output depends on. */
const cases: [
  setters: string,
  op: string,
  attributes: Attribute[],
  inputs: () => tf.Tensor[],
][] = [
  ["string and int", "StringJoin", [
    attribute("N", INT, 2),
    attribute("separator", STRING, "–"),
  ], () => [tf.tensor1d(["a"]), tf.tensor1d(["b"])]],
  ["bool", "MatMul", [
    typeT(),
    attribute("transpose_a", BOOL, true),
    attribute("transpose_b", BOOL, false),
  ], () => [tf.tensor2d([[1, 2]]), tf.tensor2d([[3, 4]])]],
  ["type", "Cast", [
    attribute("SrcT", TYPE, DType.FLOAT),
    attribute("DstT", TYPE, DType.INT32),
  ], () => [tf.tensor1d([1.5, -2])]],
  ["float", "LeakyRelu", [
    attribute("alpha", FLOAT, 0.1),
    typeT(),
  ], () => [tf.tensor1d([-1, 2])]],
  ["shape", "EnsureShape", [
    typeT(),
    attribute("shape", SHAPE, [2, -1]),
  ], () => [tf.ones([2, 3])]],
  ["intList", "MaxPool", [
    typeT(),
    attribute("ksize", INT, [1, 2, 2, 1]),
    attribute("strides", INT, [1, 2, 2, 1]),
    attribute("padding", STRING, "VALID"),
  ], () => [tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1])]],
  ["floatList", "Bucketize", [
    typeT(),
    attribute("boundaries", FLOAT, [0.5, 1.5]),
  ], () => [tf.tensor1d([0, 1, 2])]],
  ["stringList", "_FusedMatMul", [
    typeT(),
    attribute("num_args", INT, 1),
    attribute("fused_ops", STRING, ["BiasAdd", "Relu"]),
  ], () => [
    tf.tensor2d([[1, 2]]),
    tf.tensor2d([[1, -1], [1, -1]]),
    tf.tensor1d([0.5, 0.5]),
  ]],
];

for (const [setters, op, attributes, inputs] of cases) {
  Deno.test(`graphSetters() set ${setters} as eagerSetters() do: ${op}`, () => {
    const run = (...tensors: tf.Tensor[]) =>
      backend.executeSingleOutput(op, attributes, tensors);
    using recorded = compile(run);
    assertNothingLeaks(() =>
      tf.tidy(() => {
        const tensors = inputs();
        assertSameTensor(recorded(...tensors), run(...tensors));
      })
    );
  });
}

Deno.test("graphSetters() set a list of types", () => {
  const types = attribute("T", TYPE, [DType.FLOAT, DType.INT32]);
  using recorded = compile((a: tf.Tensor, b: tf.Tensor) =>
    backend.executeMultipleOutputs("IdentityN", [types], [a, b], 2)
  );
  tf.tidy(() => {
    const [a, b] = recorded(tf.scalar(1), tf.scalar(2, "int32"));
    assertEquals([a.dtype, b.dtype], ["float32", "int32"]);
    assertEquals([a.dataSync()[0], b.dataSync()[0]], [1, 2]);
  });
});
