import { assertEquals, assertThrows } from "@std/assert";
import { init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

Deno.test("tf.norm() takes any two axes of a matrix, in any order", () => {
  tf.tidy(() => {
    const x = tf.tensor3d([[[1, -2, 3], [4, 5, -6]], [[0, 1, 0], [2, 0, 1]]]);
    const norm = (ord: number, axes: number[], keepDims = false) =>
      tf.norm(x, ord, axes, keepDims);
    assertEquals(norm(1, [1, 2]).arraySync(), [9, 2]);
    assertEquals(norm(1, [-2, -1]).arraySync(), [9, 2]);
    assertEquals(norm(1, [2, 1]).arraySync(), [15, 3]);
    assertEquals(norm(Infinity, [-2, -1]).arraySync(), [15, 3]);
    assertEquals(norm(-Infinity, [1, 2], true).shape, [2, 1, 1]);
    assertThrows(() => tf.norm(x, 3), Error, "invalid ord value");
    assertEquals(tf.norm(tf.tensor1d([3, 4], "int32")).dataSync()[0], 5);
  });
});
