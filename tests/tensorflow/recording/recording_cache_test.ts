import { assert, assertEquals } from "@std/assert";
import { compile } from "../../../lib/tensorflow/mod.ts";
import { RecordingCache } from "../../../lib/tensorflow/recording/recording_cache.ts";
import { alive, tf } from "../../support/tensorflow.ts";

const newCache = () =>
  new RecordingCache((x: tf.Tensor, factor: number) => x.mul(factor), {}, 2);

Deno.test("RecordingCache.find() returns one recording per signature", () => {
  const before = alive();
  const cache = newCache();
  tf.tidy(() => {
    const [a, b, pair] = [tf.scalar(1), tf.scalar(2), tf.ones([2])];
    const first = cache.find([a, 3])!;
    assertEquals(first.tensors.map(({ id }) => id), [a.id]);
    assert(cache.find([b, 3])!.recording === first.recording);
    assert(cache.find([pair, 3])!.recording !== first.recording);
  });
  cache.clear();
  assertEquals(cache.list(), []);
  assertEquals(alive(), before);
});

Deno.test("RecordingCache.list() puts the recording used last at the end", () => {
  const cache = newCache();
  tf.tidy(() => {
    const x = tf.scalar(1);
    for (const factor of [1, 2, 1]) cache.find([x, factor]);
  });
  assertEquals(
    cache.list().map(({ signature }) => signature),
    ["float32[], 2", "float32[], 1"],
  );
  cache.clear();
});

Deno.test("RecordingCache.find() finds nothing inside a gradient or a recording", () => {
  const cache = newCache();
  tf.tidy(() => {
    const x = tf.scalar(1);
    const double = (x: tf.Tensor) => {
      assertEquals(cache.find([x, 2]), undefined);
      return x.mul(2);
    };
    assertEquals(tf.grad(double)(x).dataSync()[0], 2);
    using compiled = compile(double);
    assertEquals(compiled(x).dataSync()[0], 2);
  });
  assertEquals(cache.list(), []);
});
