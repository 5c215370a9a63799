import { assertEquals, assertThrows } from "@std/assert";
import {
  nextKey,
  randomState,
  setRandomSeed,
  setRandomState,
} from "../../../lib/tensorflow/random/seed.ts";

Deno.test("nextKey() is the seed and the draw's number", () => {
  setRandomSeed(7);
  assertEquals([...nextKey()], [7, 0]);
  assertEquals([...nextKey(3)], [7, 1]);
  assertEquals([...nextKey()], [7, 4]);
});

Deno.test("setRandomSeed() keeps the seed's low 32 bits", () => {
  setRandomSeed(2 ** 32 + 5);
  assertEquals(randomState(), { seed: 5, draws: 0 });
  setRandomSeed(-1);
  assertEquals([...nextKey()], [-1, 0]);
});

Deno.test("setRandomSeed() refuses anything but a whole number", () => {
  setRandomSeed(3);
  for (const seed of [1.5, NaN, Infinity, 2 ** 53]) {
    assertThrows(() => setRandomSeed(seed), RangeError, `is ${seed}`);
  }
  assertEquals(randomState(), { seed: 3, draws: 0 });
});

Deno.test("setRandomState() returns to a saved position, also by way of JSON", () => {
  setRandomSeed(11);
  nextKey(5);
  const saved = JSON.parse(JSON.stringify(randomState()));
  const expected = [nextKey(), nextKey()];
  setRandomState(saved);
  assertEquals([nextKey(), nextKey()], expected);
});
