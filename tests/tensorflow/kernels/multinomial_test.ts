import { assertEquals, assertNotEquals } from "@std/assert";
import { init, tf } from "../../../lib/tensorflow/mod.ts";

await init();

Deno.test("multinomial() draws the same for the same seed, different numbers for another", () => {
  const draw = (seed: number) =>
    Array.from(tf.multinomial(tf.zeros<tf.Rank.R1>([8]), 50, seed).dataSync());
  tf.tidy(() => {
    assertEquals(draw(1.5), draw(1.5));
    assertNotEquals(draw(1.5), draw(2.5));
  });
});

Deno.test("multinomial() accepts normalized probabilities", () => {
  tf.tidy(() => {
    const certain = tf.tensor1d([0, 1, 0]);
    const drawn = tf.multinomial(certain, 20, 1, true).dataSync();
    assertEquals(Array.from(drawn), new Array(20).fill(1));
  });
});
