import { assertEquals } from "@std/assert";
import { init, tf } from "../../../../lib/tensorflow/mod.ts";

await init();

Deno.test("setMomentum() takes effect", () => {
  const variable = tf.variable(tf.scalar(0));
  const optimizer = tf.train.momentum(1, 0.5);
  const step = () =>
    optimizer.minimize(() => variable.mul(1) as tf.Scalar, false, [variable]);
  step();
  (optimizer as unknown as { setMomentum(momentum: number): void })
    .setMomentum(0);
  step();
  assertEquals(variable.dataSync()[0], -2);
});
