import { assertEquals, assertThrows } from "@std/assert";
import { init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

/** The values of a tensor of strings, which TensorFlow.js's types take for numbers. */
const strings = (tensor: tf.Tensor): unknown => tensor.arraySync();

Deno.test("strings are gathered, transposed and reversed", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([["a", "日本"], ["", "d"]]);
    const indices = tf.tensor1d([1, 0, 1], "int32");
    assertEquals(strings(tf.gather(x, indices)), [["", "d"], ["a", "日本"], [
      "",
      "d",
    ]]);
    assertEquals(strings(x.gather(indices, 1)), [["日本", "a", "日本"], [
      "d",
      "",
      "d",
    ]]);
    assertEquals(strings(tf.transpose(x)), [["a", ""], ["日本", "d"]]);
    assertEquals(strings(tf.reverse(x, 1)), [["日本", "a"], ["d", ""]]);
  });
});

Deno.test("functions of numbers refuse strings", () => {
  assertThrows(
    () => tf.sqrt("a" as unknown as number),
    Error,
    "must be float32",
  );
});
