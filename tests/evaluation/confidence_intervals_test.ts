import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  sampleStatistics,
  studentQuantile,
  wilsonInterval,
  writersInterval,
} from "../../lib/evaluation/confidence_intervals.ts";

Deno.test("studentQuantile() matches published tables", () => {
  // Abramowitz and Stegun 1964, table 26.10, two-sided 95 % and 99 %
  const table: [freedom: number, at95: number, at99: number][] = [
    [1, 12.706, 63.657],
    [2, 4.303, 9.925],
    [3, 3.182, 5.841],
    [4, 2.776, 4.604],
    [5, 2.571, 4.032],
    [9, 2.262, 3.250],
    [10, 2.228, 3.169],
    [30, 2.042, 2.750],
  ];
  for (const [freedom, at95, at99] of table) {
    assertAlmostEquals(studentQuantile(0.975, freedom), at95, 6e-4);
    assertAlmostEquals(studentQuantile(0.995, freedom), at99, 6e-4);
  }
});

Deno.test("sampleStatistics() computes mean, standard deviation and interval", () => {
  const { mean, standardDeviation, low, high } = sampleStatistics([1, 2, 3]);
  assertEquals(mean, 2);
  assertEquals(standardDeviation, 1);
  assertAlmostEquals(high - mean, 4.3027 / Math.sqrt(3), 1e-4);
  assertAlmostEquals(mean - low, high - mean, 1e-12);
});

Deno.test("sampleStatistics() has no interval for one value", () => {
  assertEquals(sampleStatistics([5]), {
    mean: 5,
    standardDeviation: NaN,
    low: NaN,
    high: NaN,
  });
  assertThrows(() => sampleStatistics([]), RangeError, "current count is 0");
});

Deno.test("wilsonInterval() agrees with the published example", () => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
  const cases: [number, number, number, number][] = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ];
  for (const [correct, count, low, high] of cases) {
    const interval = wilsonInterval(correct, count);
    assertAlmostEquals(interval.low, low, 5e-5);
    assertAlmostEquals(interval.high, high, 5e-5);
  }
  assertEquals(wilsonInterval(20, 20).high, 1);
});

Deno.test("wilsonInterval() refuses impossible counts", () => {
  assertThrows(() => wilsonInterval(11, 10), RangeError);
  assertThrows(() => wilsonInterval(0, 0), RangeError);
});

Deno.test("writersInterval() is near Wilson's if each image has a writer of its own", () => {
  const right = Array.from({ length: 2000 }, (_, image) => image % 10 > 0);
  const { low, high } = writersInterval(right, [...right.keys()]);
  const wilson = wilsonInterval(1800, 2000);
  assertAlmostEquals(low, wilson.low, 0.002);
  assertAlmostEquals(high, wilson.high, 0.002);
});

Deno.test("writersInterval() is wider if a writer's mistakes come together", () => {
  // Ten images a writer, and every tenth writer is always misread: as if there were
  // a tenth of the images
  const writers = Array.from({ length: 2000 }, (_, image) => image % 200);
  const right = writers.map((writer) => writer % 10 > 0);
  const { low, high } = writersInterval(right, writers);
  const wilson = wilsonInterval(180, 200);
  assertAlmostEquals(low, wilson.low, 0.01);
  assertAlmostEquals(high, wilson.high, 0.01);
  assertEquals(writersInterval(right, writers), { low, high });
});

Deno.test("writersInterval() needs a writer for each answer", () => {
  assertThrows(() => writersInterval([], []), RangeError, "at least one");
  assertThrows(
    () => writersInterval([true, true], [0]),
    RangeError,
    "current counts are 1 and 2",
  );
});
