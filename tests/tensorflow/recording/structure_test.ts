import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import {
  flatten,
  replaceTensors,
} from "../../../lib/tensorflow/recording/structure.ts";
import { tf } from "../../support/tensorflow.ts";

const signatureOf = (value: unknown) => flatten(value, "argument 1").signature;

Deno.test("flatten() collects tensors in order", () => {
  tf.tidy(() => {
    const [a, b, c] = [tf.scalar(1), tf.zeros([2]), tf.ones([1, 3], "int32")];
    const { tensors, signature } = flatten({ a, list: [b, [c], 5] }, "it");
    assertEquals(tensors.map(({ id }) => id), [a.id, b.id, c.id]);
    assertEquals(
      signature,
      '{"a": float32[], "list": [float32[2], [int32[1,3]], 5]}',
    );
  });
});

Deno.test("flatten() gives different values different signatures", () => {
  const values = [
    0,
    -0,
    1,
    NaN,
    true,
    "1",
    "true",
    null,
    undefined,
    [],
    [1],
    {},
  ];
  const signatures = [...values, ["a, b"], ["a", "b"]].map(signatureOf);
  assertEquals(new Set(signatures).size, signatures.length);
});

Deno.test("flatten() tells variables apart by identity and leaves them in place", () => {
  const [a, b] = [1, 1].map((value) =>
    tf.tidy(() => tf.variable(tf.scalar(value)))
  );
  assertNotEquals(signatureOf(a), signatureOf(b));
  assertEquals(signatureOf(a), signatureOf(a));
  assertEquals(flatten([a, b], "it").tensors, []);
  tf.dispose([a, b]);
});

Deno.test("flatten() refuses what is neither tensor nor plain value", () => {
  for (
    const [value, described] of [
      [{ x: { y: new Map() } }, "Cannot record argument 1.x.y: "],
      [[() => 0], "current value is a function"],
      [new Date(0), "use it from the function's own scope instead"],
      [1n, "current value is 1"],
    ] as const
  ) {
    assertThrows(() => signatureOf(value), TypeError, described);
  }
});

Deno.test("replaceTensors() copies a structure with other tensors", () => {
  tf.tidy(() => {
    const value = { a: tf.scalar(1), list: [tf.scalar(2), "text", null] };
    const copy = replaceTensors(value, (tensor) => tensor.mul(10));
    assertEquals(copy.a.dataSync()[0], 10);
    assertEquals((copy.list[0] as tf.Tensor).dataSync()[0], 20);
    assertEquals(copy.list.slice(1), ["text", null]);
    assertEquals(value.a.dataSync()[0], 1);
  });
});
