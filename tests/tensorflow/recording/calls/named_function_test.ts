import { assertEquals } from "@std/assert";
import { compile } from "../../../../lib/tensorflow/mod.ts";
import { tf } from "../../../support/tensorflow.ts";
import { warnings } from "../../models/warnings.ts";

Deno.test("a recording whose first call will be long says so, once", async () => {
  using count = compile(function count(x: tf.Tensor) {
    for (let step = 0; step < 8001; step++) x = x.add(1);
    return x;
  });
  const lines = await warnings(() =>
    tf.tidy(() => {
      const zero = tf.scalar(0);
      assertEquals(count(zero).dataSync()[0], 8001);
      assertEquals(count(zero).dataSync()[0], 8001);
    })
  );
  assertEquals(lines, [
    'Recorded "count": 8,003 operations, so its first call takes several seconds; later calls are fast',
  ]);
});

Deno.test("equal small constants are one node", () => {
  using fn = compile((x: tf.Tensor) => [
    x.add(1).mul(2).add(1).mul(2),
    x.div(tf.scalar(-0)),
    x.div(tf.scalar(0)),
  ]);
  tf.tidy(() => {
    const [y, negative, positive] = fn(tf.scalar(1));
    assertEquals(y.dataSync()[0], 10);
    assertEquals([...negative.dataSync(), ...positive.dataSync()], [
      -Infinity,
      Infinity,
    ]);
  });
  assertEquals(fn.recordings[0].nodeCount, 11);
});
