import { assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

Deno.test("gather() takes an axis that counts from the end, recorded too", () => {
  const gather = (x: tf.Tensor) =>
    tf.gather(x, tf.tensor1d([1, 0, 1], "int32"), -1);
  using recorded = compile(gather);
  tf.tidy(() => {
    const x = tf.tensor2d([[1, 2], [3, 4]]);
    for (const result of [gather(x), recorded(x)]) {
      assertEquals(result.arraySync(), [[2, 1, 2], [4, 3, 4]]);
    }
  });
});
