import { assertEquals } from "@std/assert";
import { compile, init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

Deno.test("pad() takes complex numbers", () => {
  tf.tidy(() => {
    const y = tf.pad(tf.complex([1, 2], [3, 4]), [[1, 0]], 7);
    assertEquals([...y.dataSync()], [7, 0, 1, 3, 2, 4]);
  });
});

Deno.test("pad() and mirrorPad() take tensors with many axes, recorded too", () => {
  tf.tidy(() => {
    const x = tf.range(0, 12).reshape([1, 2, 1, 1, 3, 2, 1]);
    const none: [number, number] = [0, 0];
    const paddings = [none, none, none, none, [2, 1], none, none];
    const pads: ((x: tf.Tensor) => tf.Tensor)[] = [
      (x) => tf.pad(x, paddings as [number, number][], 9),
      (x) => tf.mirrorPad(x, paddings as [number, number][], "reflect"),
    ];
    for (const pad of pads) {
      const want = pad(x).shape;
      assertEquals(want, [1, 2, 1, 1, 6, 2, 1]);
      using recorded = compile(pad);
      const plain = tf.reshape(x, [2, 3, 2]);
      const counts = [none, [2, 1], none] as [number, number][];
      const expected = pad === pads[0]
        ? tf.pad(plain, counts, 9)
        : tf.mirrorPad(plain as tf.Tensor3D, counts, "reflect");
      for (const y of [pad(x), recorded(x)]) {
        assertEquals([...y.dataSync()], [...expected.dataSync()]);
      }
      const dx = tf.grad(pad)(x);
      assertEquals(dx.shape, x.shape);
    }
  });
});
