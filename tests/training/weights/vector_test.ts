import { assertEquals } from "@std/assert";
import { init, tf } from "../../../lib/tensorflow/mod.ts";
import {
  assignVector,
  toVector,
} from "../../../lib/training/weights/vector.ts";

await init();

const variables = () => [
  tf.tidy(() => tf.variable(tf.tensor2d([[1, 2], [3, 4]]))),
  tf.tidy(() => tf.variable(tf.scalar(5))),
  tf.tidy(() => tf.variable(tf.tensor1d([6, 7, 8]))),
];

Deno.test("toVector() joins weights in their order, row by row", () => {
  const weights = variables();
  const vector = toVector(weights);
  assertEquals([...vector.dataSync()], [1, 2, 3, 4, 5, 6, 7, 8]);
  tf.dispose([vector, ...weights]);
});

Deno.test("assignVector() gives each weight its part in its own shape", () => {
  const weights = variables();
  const vector = tf.tensor1d([8, 7, 6, 5, 4, 3, 2, 1]);
  const before = tf.memory().numTensors;
  assignVector(weights, vector);
  assertEquals(tf.memory().numTensors, before);
  assertEquals(
    weights.map((weight) => weight.arraySync()),
    [[[8, 7], [6, 5]], 4, [3, 2, 1]],
  );
  tf.dispose([vector, ...weights]);
});
