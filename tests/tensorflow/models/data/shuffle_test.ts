import { assertEquals, assertNotEquals } from "@std/assert";
import { init, setRandomSeed, tf } from "../../../../lib/tensorflow/mod.ts";

await init();

/** The order of a data set, in two passes over it. */
async function orders(seed?: number): Promise<number[][]> {
  const data = tf.data.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).shuffle(
    10,
    seed as never,
  );
  return [await data.toArray(), await data.toArray()] as number[][];
}

Deno.test("tf.data's shuffle() follows the seed, or the caller's", async () => {
  setRandomSeed(1);
  const first = await orders();
  assertNotEquals(await orders(), first);
  setRandomSeed(1);
  assertEquals(await orders(), first);
  for (const seed of [0, 7]) {
    assertEquals(await orders(seed), await orders(seed));
  }
  assertNotEquals(await orders(0), await orders(7));
});

Deno.test("without reshuffleEachIteration each pass has the same order", async () => {
  const data = tf.data.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const seed of [undefined, "5"]) {
    const same = data.shuffle(10, seed, false);
    assertEquals(await same.toArray(), await same.toArray());
    const other = data.shuffle(10, seed, true);
    assertNotEquals(await other.toArray(), await other.toArray());
  }
});
