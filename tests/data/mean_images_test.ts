import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  createDigits,
  imageDistance,
  meanImages,
  nearestMean,
  PIXELS,
} from "../../lib/data/mod.ts";

function evenImage(value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(PIXELS).fill(value);
}

/** Two images of a 3, one of a 7. */
const digits = createDigits(
  new Uint8Array([...evenImage(10), ...evenImage(20), ...evenImage(200)]),
  new Uint8Array([3, 3, 7]),
);

Deno.test("meanImages() averages each class; a class without images is blank", () => {
  const means = meanImages(digits);
  assertEquals(means.length, 10);
  assertEquals(means[3], new Float64Array(PIXELS).fill(15));
  assertEquals(means[7], new Float64Array(PIXELS).fill(200));
  assertEquals(means[0], new Float64Array(PIXELS));
});

Deno.test("imageDistance() goes from 0 to 28", () => {
  assertEquals(imageDistance(evenImage(9), evenImage(9)), 0);
  assertEquals(imageDistance(evenImage(0), evenImage(255)), 28);
  // 3² + 4² = 5²
  assertAlmostEquals(imageDistance([3 * 51, 0], [0, 4 * 51]), 1, 1e-12);
  assertThrows(() => imageDistance([1], [1, 2]), RangeError, "same number");
});

Deno.test("nearestMean() is the class at the least distance, the first of equals", () => {
  const means = [0, 3, 7].map((k) => meanImages(digits)[k]);
  assertEquals(nearestMean(evenImage(5), means), 0);
  assertEquals(nearestMean(evenImage(12), means), 1);
  assertEquals(nearestMean(evenImage(220), means), 2);
  assertEquals(nearestMean(evenImage(1), [evenImage(2), evenImage(0)]), 0);
});
