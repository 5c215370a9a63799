import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { Random } from "../../lib/data/random.ts";
import { differenceInterval } from "../../lib/evaluation/difference_interval.ts";

Deno.test("differenceInterval() of independent images is Newcombe's example (a)", () => {
  const { difference, low, high } = differenceInterval(
    { correct: 48, count: 80 },
    { correct: 56, count: 70 },
  );
  assertAlmostEquals(difference, 0.2, 1e-12);
  assertAlmostEquals(low, 0.0524, 5e-5);
  assertAlmostEquals(high, 0.3339, 5e-5);
});

Deno.test("differenceInterval() is narrower where both are right on the same images", () => {
  const [first, second] = [9950, 9957].map((correct) => ({
    correct,
    count: 10_000,
  }));
  const width = (both?: number) => {
    const { low, high } = differenceInterval(first, second, both);
    return high - low;
  };
  assert(width(9940) < 0.8 * width());
  assert(width(9950) < width(9940));
  // Equal answers leave nothing uncertain but the correction for continuity
  const same = differenceInterval(first, first, 9950);
  assertAlmostEquals(same.low, -same.high, 1e-12);
});

Deno.test("differenceInterval() holds the true difference about 95 times in 100", () => {
  const random = new Random(1, "coverage");
  const [count, rounds] = [400, 1000];
  let held = 0;
  for (let round = 0; round < rounds; round++) {
    let [first, second, both] = [0, 0, 0];
    for (let image = 0; image < count; image++) {
      // Both right 90 %, only the first 3 %, only the second 5 %
      const u = random.uniform();
      if (u < 0.93) first++;
      if (u < 0.9 || (u >= 0.93 && u < 0.98)) second++;
      if (u < 0.9) both++;
    }
    const { low, high } = differenceInterval(
      { correct: first, count },
      { correct: second, count },
      both,
    );
    if (low <= 0.02 && 0.02 <= high) held++;
  }
  assert(held / rounds > 0.93 && held / rounds < 0.98, `${held}`);
});

Deno.test("differenceInterval() refuses counts that contradict each other", () => {
  const first = { correct: 9, count: 10 };
  for (const [correct, count, both] of [[9, 10, 7], [9, 10, 10], [9, 11, 9]]) {
    assertThrows(
      () => differenceInterval(first, { correct, count }, both),
      RangeError,
      "both must be of the same images",
    );
  }
});
