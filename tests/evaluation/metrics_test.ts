import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  calibration,
  classMetrics,
  confusionMatrix,
} from "../../lib/evaluation/metrics.ts";

Deno.test("confusionMatrix() has true classes in rows", () => {
  assertEquals(
    confusionMatrix(Uint8Array.of(0, 0, 1, 2), Uint8Array.of(0, 1, 1, 0), 3),
    [[1, 1, 0], [0, 1, 0], [1, 0, 0]],
  );
});

Deno.test("confusionMatrix() refuses lists of different lengths and unknown classes", () => {
  assertThrows(
    () => confusionMatrix(Uint8Array.of(0), Uint8Array.of(0, 1)),
    RangeError,
    "one for each label",
  );
  assertThrows(
    () => confusionMatrix(Uint8Array.of(10), Uint8Array.of(0)),
    RangeError,
    "from 0 to 9",
  );
});

Deno.test("classMetrics() computes precision, recall and F1", () => {
  const [first, , third] = classMetrics([[8, 2, 0], [1, 9, 0], [0, 4, 0]]);
  assertAlmostEquals(first.precision, 8 / 9);
  assertAlmostEquals(first.recall, 8 / 10);
  assertAlmostEquals(first.f1, 16 / 19);
  assertEquals(first.support, 10);
  assertEquals(third.precision, NaN);
  assertEquals([third.recall, third.f1, third.support], [0, 0, 4]);
});

Deno.test("calibration() compares confidence with accuracy in bins of equal count", () => {
  const { bins, expectedError } = calibration(
    [0.95, 0.85, 1, 0.55],
    [true, false, true, true],
    2,
  );
  assertEquals(bins.map(({ count }) => count), [2, 2]);
  assertEquals(bins.map(({ correct }) => correct), [1, 2]);
  assertAlmostEquals(bins[0].confidence, 0.7);
  assertAlmostEquals(bins[0].accuracy, 0.5);
  assertAlmostEquals(bins[1].confidence, 0.975);
  assertAlmostEquals(bins[1].accuracy, 1);
  assertAlmostEquals(expectedError, (0.2 + 0.025) / 2);
});

Deno.test("calibration() leaves no answer out, and no bin empty", () => {
  const confidences = Array.from({ length: 23 }, (_, k) => k / 23);
  const { bins } = calibration(confidences, confidences.map((c) => c > 0.5));
  assertEquals(bins.length, 10);
  assertEquals(bins.reduce((sum, { count }) => sum + count, 0), 23);
  assertEquals(calibration([0.3, 0.2], [true, false]).bins.length, 2);
  assertThrows(() => calibration([], []), RangeError, "current count is 0");
});

Deno.test("calibration() finds no error if confidence equals accuracy", () => {
  const confidences = [0.5, 0.5, 0.75, 0.75, 0.75, 0.75];
  const right = [true, false, true, true, true, false];
  const bins = 3; // The 0.75s are in two of them
  assertAlmostEquals(
    calibration(confidences, right, bins).expectedError,
    1 / 6,
  );
  assertAlmostEquals(
    calibration([0.5, 0.5], [true, false], 1).expectedError,
    0,
  );
});
