import { assertEquals } from "@std/assert";
import { init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

Deno.test("a tensor keeps its values, whoever writes to the array that it was made of", () => {
  tf.tidy(() => {
    const values = new Float32Array([1, 2]);
    const x = tf.tensor1d(values);
    values[0] = 9;
    assertEquals([...x.dataSync()], [1, 2]);
    const buffer = tf.buffer([2], "int32", new Int32Array([3, 4]));
    const y = buffer.toTensor();
    buffer.set(9, 0);
    assertEquals([...y.add(0).dataSync()], [3, 4]);
  });
});

Deno.test("a tensor keeps its values, whoever writes to what was read", async () => {
  const x = tf.tensor1d([1, 2]);
  x.dataSync()[0] = 9;
  (await x.data())[1] = 9;
  const y = x.mul(1);
  y.dataSync()[0] = 9;
  assertEquals([...x.dataSync(), ...y.dataSync()], [1, 2, 1, 2]);
  tf.dispose([x, y]);
});
