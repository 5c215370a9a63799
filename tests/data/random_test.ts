import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { Random } from "../../lib/data/random.ts";

const seeds = fc.maxSafeNat();

function draw(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.bits());
}

Deno.test("Random.bits() gives xoshiro128**'s published sequence", () => {
  // The same from a second implementation, in Python's unbounded integers.
  assertEquals(draw(Random.from([1, 2, 3, 4]), 10), [
    11520,
    0,
    5927040,
    70819200,
    2031721883,
    1637235492,
    1287239034,
    3734860849,
    3729100597,
    4258142804,
  ]);
});

Deno.test("Random() gives the same numbers for the same seed and stream", () => {
  fc.assert(fc.property(seeds, fc.string(), fc.nat(), (seed, name, epoch) => {
    assertEquals(
      draw(new Random(seed, name, epoch), 5),
      draw(new Random(seed, name, epoch), 5),
    );
  }));
});

Deno.test("Random() gives other numbers for another seed or stream", () => {
  const starts = [
    new Random(0),
    new Random(1),
    new Random(2 ** 32),
    new Random(2 ** 32 + 1),
    new Random(1, "a"),
    new Random(1, "b"),
    new Random(1, 0),
    new Random(1, 1),
    new Random(1, "a", 1),
    new Random(1, "a", 2),
    new Random(1, "ab", "c"),
    new Random(1, "a", "bc"),
  ].map((random) => draw(random, 4).join());
  assertEquals(new Set(starts).size, starts.length);
});

Deno.test("Random.state continues a sequence, through JSON too", () => {
  fc.assert(fc.property(seeds, fc.nat(50), (seed, skipped) => {
    const random = new Random(seed);
    draw(random, skipped);
    const saved = JSON.parse(JSON.stringify(random.state));
    const expected = [...draw(random, 8), random.normal()];
    const resumed = Random.from(saved);
    assertEquals([...draw(resumed, 8), resumed.normal()], expected);
  }));
});

Deno.test("Random.state refuses values that are not a state", () => {
  const random = new Random(1);
  for (
    const bad of [[0, 0, 0, 0], [1, 2, 3], [1, 2, 3, -1], [1, 2, 3, 0.5], 7]
  ) {
    assertThrows(
      () => random.state = bad as unknown as Random["state"],
      RangeError,
      "four 32-bit words",
    );
  }
});

Deno.test("Random() refuses a seed that is not a whole number", () => {
  for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
    assertThrows(() => new Random(bad), RangeError, "seed must be");
    assertThrows(() => new Random(1, bad), RangeError, "stream must be");
  }
});

Deno.test("Random.uniform() stays within its range, around its middle", () => {
  const random = new Random(3);
  const values = Array.from({ length: 20_000 }, () => random.uniform(-2, 4));
  assert(values.every((value) => value >= -2 && value < 4));
  const mean = values.reduce((sum, value) => sum + value) / values.length;
  // The mean's own standard deviation is 6 / √12 / √20,000 = 0.012.
  assert(Math.abs(mean - 1) < 0.05, `mean ${mean}`);
});

Deno.test("Random.normal() has the given mean and standard deviation", () => {
  const random = new Random(4);
  const values = Array.from({ length: 20_000 }, () => random.normal(5, 2));
  const mean = values.reduce((sum, value) => sum + value) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) /
    values.length;
  assert(Math.abs(mean - 5) < 0.06, `mean ${mean}`);
  assert(Math.abs(Math.sqrt(variance) - 2) < 0.05, `variance ${variance}`);
  const within = values.filter((value) => Math.abs(value - 5) < 2).length;
  assert(Math.abs(within / values.length - 0.6827) < 0.015, `${within}`);
});

Deno.test("Random.integer() gives each number below its bound equally often", () => {
  const random = new Random(5);
  const counts = new Array(7).fill(0);
  for (let i = 0; i < 14_000; i++) counts[random.integer(7)]++;
  // Each count's standard deviation is about 41.
  for (const count of counts) assert(Math.abs(count - 2000) < 210, `${counts}`);
  assertEquals(random.integer(1), 0);
  for (const bad of [0, -1, 1.5, 2 ** 32 + 1]) {
    assertThrows(() => random.integer(bad), RangeError, "bound must be");
  }
});

Deno.test("Random.integer() skips the numbers that would favour small results", () => {
  // With a bound of 3 · 2^30, a quarter of all 32-bit numbers are skipped.
  const random = new Random(6);
  const bound = 3 * 2 ** 30;
  const values = Array.from({ length: 6000 }, () => random.integer(bound));
  const low = values.filter((value) => value < 2 ** 30).length;
  // A third; taking the remainder instead would make it a half.
  assert(Math.abs(low / values.length - 1 / 3) < 0.04, `${low}`);
});

Deno.test("Random.shuffle() makes every permutation", () => {
  fc.assert(fc.property(fc.array(fc.integer()), seeds, (items, seed) => {
    const shuffled = new Random(seed).shuffle([...items]);
    assertEquals(shuffled.toSorted(), items.toSorted());
  }));
  const random = new Random(7);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = random.shuffle(["a", "b", "c"]).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  for (const count of counts.values()) assert(Math.abs(count - 1000) < 150);
});

Deno.test("Random.shuffle() works in place", () => {
  const items = Int32Array.from({ length: 100 }, (_, i) => i);
  const shuffled = new Random(8).shuffle(items);
  assert(shuffled === items);
  assertNotEquals([...items], Array.from({ length: 100 }, (_, i) => i));
});
