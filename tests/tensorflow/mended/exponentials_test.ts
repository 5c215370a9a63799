import { assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

Deno.test("tf.logSumExp() of infinite numbers is no NaN, recorded too", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([
      [-Infinity, -Infinity],
      [1, Infinity],
      [-Infinity, 2],
    ]);
    const want = [-Infinity, Infinity, 2];
    assertEquals([...tf.logSumExp(x, 1).dataSync()], want);
    using recorded = compile((x: tf.Tensor) => x.logSumExp(1));
    assertEquals([...recorded(x).dataSync()], want);
    assertEquals(tf.logSumExp(x, 1, true).shape, [3, 1]);
  });
});

Deno.test("tf.divNoNan() is 0 where it divides by 0", () => {
  tf.tidy(() => {
    assertEquals([...tf.divNoNan([1, 3], [0, 2]).dataSync()], [0, 1.5]);
    const whole = tf.tensor1d([4, 5], "int32");
    const quotient = whole.divNoNan(tf.tensor1d([0, 2], "int32"));
    assertEquals(quotient.dtype, "int32");
    assertEquals([...quotient.dataSync()], [0, 2]);
  });
});
