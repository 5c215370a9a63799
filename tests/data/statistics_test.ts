import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { pixelStatistics } from "../../lib/data/statistics.ts";

Deno.test("pixelStatistics() matches values worked by hand", () => {
  // Mean (0 + 0 + 255 + 51) / 4 = 76.5; squares 16256.25 + … see variance:
  // (65025 + 2601) / 4 - 76.5² = 11054.25.
  const { mean, standardDeviation } = pixelStatistics({
    images: Uint8Array.of(0, 0, 255, 51),
  });
  assertAlmostEquals(mean, 0.3, 1e-15);
  assertAlmostEquals(standardDeviation, Math.sqrt(11054.25) / 255, 1e-15);
});

Deno.test("pixelStatistics() matches the two-pass definition", () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1 }), (images) => {
    const values = Array.from(images, (pixel) => pixel / 255);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) =>
      sum + (value - mean) ** 2, 0) /
      values.length;
    const actual = pixelStatistics({ images: Uint8Array.from(images) });
    assertAlmostEquals(actual.mean, mean, 1e-12);
    assertAlmostEquals(actual.standardDeviation ** 2, variance, 1e-12);
  }));
});

Deno.test("pixelStatistics() gives deviation 0 for one brightness", () => {
  const images = new Uint8Array(1000).fill(77);
  assertEquals(pixelStatistics({ images }).standardDeviation, 0);
});

Deno.test("pixelStatistics() refuses an empty set", () => {
  assertThrows(
    () => pixelStatistics({ images: new Uint8Array(0) }),
    RangeError,
    "at least one image",
  );
});
