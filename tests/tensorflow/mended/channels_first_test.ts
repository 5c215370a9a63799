import { assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

Deno.test("tf.depthwiseConv2d() takes channels first, with its gradient", () => {
  tf.tidy(() => {
    const x = tf.randomNormal([2, 3, 5, 4]) as tf.Tensor4D;
    const filter = tf.randomNormal([2, 2, 3, 1]) as tf.Tensor4D;
    const pad: [number, number][] = [[0, 0], [0, 0], [1, 0], [0, 1]];
    const first = (x: tf.Tensor) =>
      tf.depthwiseConv2d(x as tf.Tensor4D, filter, 1, pad as never, "NCHW");
    const last = (x: tf.Tensor) =>
      tf.transpose(
        tf.depthwiseConv2d(
          tf.transpose(x as tf.Tensor4D, [0, 2, 3, 1]),
          filter,
          1,
          [pad[0], pad[2], pad[3], pad[1]] as never,
        ),
        [0, 3, 1, 2],
      );
    using recorded = compile(first);
    const want = last(x);
    for (const y of [first(x), recorded(x)]) {
      assertEquals(y.shape, [2, 3, 5, 4]);
      assertEquals(y.sub(want).abs().max().dataSync()[0], 0);
    }
    const [dx, expected] = [tf.grad(first)(x), tf.grad(last)(x)];
    assertEquals(dx.sub(expected).abs().max().dataSync()[0], 0);
  });
});

Deno.test("tf.depthToSpace() takes channels first, recorded too", () => {
  tf.tidy(() => {
    const x = tf.tensor4d([1, 2, 3, 4], [1, 4, 1, 1]);
    using recorded = compile((x: tf.Tensor4D) => tf.depthToSpace(x, 2, "NCHW"));
    for (const y of [tf.depthToSpace(x, 2, "NCHW"), recorded(x)]) {
      assertEquals(y.shape, [1, 1, 2, 2]);
      assertEquals([...y.dataSync()], [1, 2, 3, 4]);
    }
  });
});
