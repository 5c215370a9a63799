import { assertEquals } from "@std/assert";
import { tf } from "../../../lib/tensorflow/mod.ts";
import { assertAgrees } from "./oracle.ts";

const whole = () => tf.tensor1d([-12345678, 0, 3, 12345678], "int32");

Deno.test("round() keeps integers", async () => {
  await assertAgrees(() => tf.round(whole()));
});

Deno.test("sign() of NaN is 0", async () => {
  await assertAgrees(() => tf.sign(tf.tensor1d([-2, 0, NaN, 3])));
  await assertAgrees(() => tf.sign(tf.tensor1d([-2, 0, 3], "int32")));
});

Deno.test("step() and leakyRelu() accept integers", async () => {
  await assertAgrees(() => tf.step(whole(), 2));
  await assertAgrees(() => tf.leakyRelu(whole(), 0.5));
});

Deno.test("diag() accepts booleans", async () => {
  await assertAgrees(() => tf.diag(tf.tensor1d([true, false, true], "bool")));
});

Deno.test("mean() of integers and of booleans is float32", async () => {
  await assertAgrees(() =>
    tf.mean(tf.tensor2d([[1, 2], [4, 8]], [2, 2], "int32"), 0)
  );
  await assertAgrees(() => tf.mean(tf.tensor1d([true, false, true], "bool")));
});

Deno.test("bitwiseAnd() works on the bits", async () => {
  await assertAgrees(() =>
    tf.bitwiseAnd(
      tf.tensor1d([12, 10, -1], "int32"),
      tf.tensor1d([10, 5, 7], "int32"),
    )
  );
});

Deno.test("softmax() passes NaN and infinities on, and takes any rank, recorded too", async () => {
  for (const row of [[2, 1, NaN], [2, 1, Infinity], [-Infinity, 1, 2]]) {
    await assertAgrees(() => tf.softmax(tf.tensor1d(row)));
  }
  await assertAgrees(() => tf.softmax(tf.ones([1, 1, 1, 1, 1, 2])));
});

Deno.test("where() takes tensors of two dtypes", async () => {
  await assertAgrees(() =>
    tf.where(
      tf.tensor1d([true, false], "bool"),
      tf.tensor1d([1, 1]),
      tf.cast(tf.tensor1d([2, 3], "int32"), "float32"),
    )
  );
  tf.tidy(() => {
    const mixed = tf.where(
      tf.tensor1d([true, false], "bool"),
      tf.tensor1d([1, 1], "int32"),
      tf.tensor1d([0.5, 0.5]),
    );
    assertEquals(Array.from(mixed.dataSync()), [1, 0.5]);
  });
});
