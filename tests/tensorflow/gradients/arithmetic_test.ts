import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

/** Where a function has no derivative, or TensorFlow.js had none. */
const corners: readonly [
  name: string,
  f: (x: tf.Tensor) => tf.Tensor,
  x: number[],
  gradient: number[],
][] = [
  ["norm at 0, as in PyTorch", (x) => tf.norm(x), [0, 0], [0, 0]],
  ["norm by a method at 0", (x) => x.norm(), [0, 0], [0, 0]],
  [
    "norm of rows, one of them 0",
    (x) => {
      return tf.norm(x.reshape([2, 2]), 2, 1);
    },
    [0, 0, 3, 4],
    [0, 0, 0.6, 0.8],
  ],
  [
    "norm of a matrix at 0",
    (x) => {
      return tf.norm(x.reshape([2, 2]), "fro", [0, 1]);
    },
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ],
  ["euclideanNorm at 0", (x) => tf.euclideanNorm(x), [0, 0], [0, 0]],
  ["norm, its square at 0", (x) => tf.norm(x).square(), [0, 0], [0, 0]],
  ["max of equal numbers, as TensorFlow.js specifies", (x) => tf.max(x), [
    ...[1, 3, 3],
  ], [0, 1, 1]],
  ["a power of 0", (x) => tf.pow(x, tf.scalar(0)), [0, 2], [0, 0]],
  ["floorDiv", (x) => tf.floorDiv(x, tf.scalar(2)), [3, 5], [0, 0]],
  ["x itself", (x) => x, [2, 3], [1, 1]],
  ["sqrt at 0, as in TensorFlow", (x) => tf.sqrt(x), [0], [Infinity]],
];

for (const [name, f, x, expected] of corners) {
  Deno.test(`the gradient of ${name}, op by op and recorded`, () => {
    tf.tidy(() => {
      const gradient = (x: tf.Tensor) => tf.grad(f)(x);
      using recorded = compile(gradient);
      const input = tf.tensor1d(x);
      for (const result of [gradient(input), recorded(input)]) {
        const values = result.dataSync();
        assertEquals(values.length, expected.length);
        expected.forEach((value, i) =>
          assertAlmostEquals(values[i], value, 1e-6)
        );
      }
    });
  });
}
