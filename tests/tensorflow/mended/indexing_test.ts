import { assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

Deno.test("tf.gather() takes an axis that counts from the end, recorded too", () => {
  const x = tf.tensor2d([[1, 2, 3], [4, 5, 6]]);
  const want = [[3, 1], [6, 4]];
  assertEquals(tf.gather(x, [2, 0], -1).arraySync(), want);
  using recorded = compile((x: tf.Tensor) => x.gather([2, 0], -1));
  assertEquals(recorded(x).arraySync(), want);
  const gradient = tf.grad((x: tf.Tensor) => x.gather([2, 0], -1))(x);
  assertEquals(gradient.arraySync(), [[1, 0, 1], [1, 0, 1]]);
});
