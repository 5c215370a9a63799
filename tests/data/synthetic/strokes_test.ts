import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { drawLines, spline } from "../../../lib/data/synthetic/strokes.ts";

/** Asserts that a curve passes through points, at multiples of `steps`. */
function assertPasses(
  curve: Float64Array,
  control: Float64Array,
  steps: number,
): void {
  for (let i = 0; i < control.length / 2; i++) {
    assertAlmostEquals(curve[2 * i * steps], control[2 * i], 1e-12);
    assertAlmostEquals(curve[2 * i * steps + 1], control[2 * i + 1], 1e-12);
  }
}

Deno.test("spline() passes through its control points", () => {
  const control = Float64Array.of(0, 0, 3, 1, 5, 8, 2, 2);
  const curve = spline(control, 5);
  assertEquals(curve.length, 2 * (3 * 5 + 1));
  assertPasses(curve, control, 5);
});

Deno.test("spline() matches a point worked by hand", () => {
  // Catmull-Rom at t = 1/2: (-a + 9b + 9c - d) / 16
  const curve = spline(Float64Array.of(0, 0, 1, 2, 4, 4, 8, 0), 2);
  assertAlmostEquals(curve[2 * 3], (-0 + 9 * 1 + 9 * 4 - 8) / 16, 1e-12);
  assertAlmostEquals(curve[2 * 3 + 1], (-0 + 9 * 2 + 9 * 4 - 0) / 16, 1e-12);
});

Deno.test("spline() has a corner at a point that is given twice", () => {
  const steps = 20;
  const smooth = spline(Float64Array.of(0, 0, 10, 0, 10, 10), steps);
  const corner = spline(Float64Array.of(0, 0, 10, 0, 10, 0, 10, 10), steps);
  // Before a corner the curve is straight; without one it already turns
  const firstLeg = (curve: Float64Array) =>
    curve.subarray(0, 2 * steps).filter((_, i) => i % 2 === 1);
  assertEquals(new Set(firstLeg(corner)), new Set([0]));
  assert(firstLeg(smooth).some((y) => y < -0.1), `${firstLeg(smooth)}`);
  const lastLeg = corner.subarray(-2 * steps).filter((_, i) => i % 2 === 0);
  assertEquals(new Set(lastLeg), new Set([10]));
});

Deno.test("drawLines() covers the pixels within the pen's radius", () => {
  const line = { points: Float64Array.of(5, 10, 20, 10), radii: [2, 2] };
  const ink = drawLines([{ ...line, radii: Float64Array.from(line.radii) }], 1);
  const at = (x: number, y: number) => ink[y * 28 + x];
  assertEquals([at(12, 10), at(12, 11)], [1, 1]);
  assertEquals([at(12, 8), at(12, 12)], [0.5, 0.5]); // on the edge
  assertEquals([at(12, 7), at(2, 10), at(23, 10)], [0, 0, 0]);
  assertEquals([at(3, 10), at(22, 10)], [0.5, 0.5]); // its round ends
});

Deno.test("drawLines() clips at the image's edge, and keeps the darker of two lines", () => {
  const points = Float64Array.of(-5, 0, 40, 0);
  const thick = { points, radii: Float64Array.of(3, 3) };
  const thin = { points, radii: Float64Array.of(1, 1) };
  const ink = drawLines([thick], 1);
  assertEquals(drawLines([thick, thin], 1), ink);
  assertEquals(drawLines([thin, thick], 1), ink);
  assertEquals(ink.subarray(0, 28), new Float32Array(28).fill(1));
});
