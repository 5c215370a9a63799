import { assertEquals } from "@std/assert";
import { tf } from "../../../support/tensorflow.ts";
import {
  type GraphNode,
  type GraphWeights,
  loadGraph,
  node,
  placeholder,
} from "../graph_model.ts";

const whole = (...values: number[]) => tf.tensor1d(values, "int32");
const integers = { T: { type: "DT_INT32" } };

/** An operation of constants, and TensorFlow's answer. */
const cases: readonly [
  what: string,
  weights: () => GraphWeights,
  y: Pick<GraphNode, "op" | "attr">,
  want: number[],
][] = [
  [
    "Mod has the sign of what is divided",
    () => ({ a: tf.tensor1d([-7, 7, -7, 6]), b: tf.tensor1d([2, -2, -2, 3]) }),
    { op: "Mod" },
    [-1, 1, -1, 0],
  ],
  [
    "Div of integers rounds towards 0",
    () => ({ a: whole(-7, 7, -7), b: whole(2, -2, -2) }),
    { op: "Div", attr: integers },
    [-3, -3, 3],
  ],
  [
    "Mean of integers is one",
    () => ({ a: whole(-3, 0), axis: whole(0) }),
    { op: "Mean", attr: integers },
    [-1],
  ],
  [
    "Select takes rows",
    () => ({
      which: tf.tensor1d([1, 0], "bool"),
      a: tf.tensor2d([[1, 2], [3, 4]]),
      b: tf.tensor2d([[5, 6], [7, 8]]),
    }),
    { op: "Select" },
    [1, 2, 7, 8],
  ],
  [
    "EuclideanNorm takes three axes",
    () => ({ a: tf.ones([2, 3, 4, 2]), axes: whole(0, 2, -1) }),
    { op: "EuclideanNorm" },
    [4, 4, 4],
  ],
];

for (const [what, makeWeights, { op, attr }, want] of cases) {
  Deno.test(`graph models: ${what}`, async () => {
    const weights = makeWeights();
    const model = await loadGraph(weights, [
      placeholder("x", []),
      node("y", op, Object.keys(weights), attr),
    ]);
    const x = tf.scalar(0);
    for (let call = 0; call < 3; call++) {
      const y = model.execute({ x }, "y") as tf.Tensor;
      assertEquals([...y.dataSync()], want);
      y.dispose();
    }
    model.dispose();
    tf.dispose([x, ...Object.values(weights)]);
  });
}

Deno.test("graph models: RFFT and IRFFT have the length that they are given", async () => {
  const length = tf.tensor1d([4], "int32");
  const odd = tf.tensor1d([3], "int32");
  const model = await loadGraph({ length, odd }, [
    placeholder("x", [null]),
    node("there", "RFFT", ["x", "length"]),
    node("back", "IRFFT", ["there", "length"]),
    node("all", "RFFT", ["x", "odd"]),
    node("again", "IRFFT", ["all", "odd"]),
  ]);
  const x = tf.tensor1d([1, 2, 3, 5, 9, 9]);
  const outputs = model.execute({ x }, ["back", "again"]) as tf.Tensor[];
  for (const [index, want] of [[1, 2, 3, 5], [1, 2, 3]].entries()) {
    assertEquals(outputs[index].shape, [want.length]);
    tf.test_util.expectArraysClose(outputs[index].dataSync(), want);
  }
  model.dispose();
  tf.dispose([x, length, odd, ...outputs]);
});

Deno.test("graph models: FakeQuantWithMinMaxVars rounds, and has TensorFlow's gradient", async () => {
  const range = { min: tf.scalar(-1), max: tf.scalar(1) };
  const model = await loadGraph(range, [
    placeholder("x", [null]),
    node("y", "FakeQuantWithMinMaxVars", ["x", "min", "max"], {
      num_bits: { i: "3" },
      narrow_range: { b: true },
    }),
  ]);
  const x = tf.tensor1d([2.5, 0.42, -0.3, -2]);
  const run = (x: tf.Tensor) => model.execute({ x }, "y") as tf.Tensor;
  const [y, gradient] = [run(x), tf.grad(run)(x)];
  tf.test_util.expectArraysClose(y.dataSync(), [1, 1 / 3, -1 / 3, -1]);
  assertEquals([...gradient.dataSync()], [0, 1, 1, 0]);
  model.dispose();
  tf.dispose([x, y, gradient, ...Object.values(range)]);
});
