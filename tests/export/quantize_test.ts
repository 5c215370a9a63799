import { assert, assertEquals, assertThrows } from "@std/assert";
import { ExportError } from "../../lib/export/format.ts";
import { toFloat16, toInt8, toUint8 } from "../../lib/export/quantize.ts";

/** Two output channels, of small and of large values. */
const weight = {
  shape: [3, 2],
  values: Float32Array.of(0.0101, 3, -0.02, -10, 0, 0),
};

Deno.test("toFloat16() rounds to 11 bits", () => {
  const { values } = toFloat16(weight, "dense");
  assertEquals(
    Array.from(values),
    [0.010101318359375, 3, -0.0200042724609375, -10, 0, 0],
  );
});

Deno.test("toFloat16() refuses what float16 can't hold, and names the layer", () => {
  const large = { shape: [2], values: Float32Array.of(1, 70000) };
  assertThrows(
    () => toFloat16(large, "dense6"),
    ExportError,
    'layer "dense6" has 70000',
  );
});

Deno.test("toInt8() has a scale for each channel, and keeps 0", () => {
  const { values, scales } = toInt8(weight);
  assertEquals(Array.from(values), [64, 38, -127, -127, 0, 0]);
  assertEquals(scales, Float32Array.of(0.02 / 127, 10 / 127));
});

Deno.test("toInt8() takes a channel of zeros", () => {
  const { values, scales } = toInt8({
    shape: [2, 1],
    values: Float32Array.of(0, 0),
  });
  assertEquals([Array.from(values), Array.from(scales)], [[0, 0], [0]]);
});

Deno.test("toUint8() is off by half a step at the most, and keeps 0", () => {
  for (const values of [[0.3, -1.7, 0, 2.2], [1, 3, 0], [-4, -1, 0], [0, 0]]) {
    const stored = toUint8({
      shape: [values.length],
      values: Float32Array.from(values),
    });
    const read = Array.from(
      stored.values,
      (byte) => byte * stored.scale + stored.min,
    );
    const half = stored.scale * 0.5001;
    const far = values.filter((value, index) =>
      Math.abs(read[index] - value) > half
    );
    // The two ends may lie up to half a step outside of the range that keeps 0
    assert(
      far.every((value) =>
        value === Math.min(...values) || value === Math.max(...values)
      ),
    );
    assert(
      values.every((value, index) => Math.abs(read[index] - value) <= 2 * half),
    );
    assertEquals(read[values.indexOf(0)], 0);
  }
});
