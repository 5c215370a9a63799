import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { centreDigit } from "../../../lib/data/pictures/centre_digit.ts";
import {
  inkOf,
  penRadius,
  pixelsOfStrokes,
  type Stroke,
} from "../../../lib/widgets/pad/strokes.ts";

const one: Stroke = [[14, 5], [13.5, 14], [13, 23]];

Deno.test("inkOf() draws a line as wide as the pen", () => {
  const { values, width } = inkOf([[[6, 14], [22, 14]]]);
  const column = Array.from({ length: 112 }, (_, y) => values[y * width + 56]);
  const thickness = column.reduce((sum, ink) => sum + ink, 0) / 4;
  assertAlmostEquals(thickness, 2 * penRadius, 0.05);
  const ink = values.reduce((sum, value) => sum + value, 0) / 16;
  const wanted = 16 * 2 * penRadius + Math.PI * penRadius ** 2;
  assertAlmostEquals(ink, wanted, 0.3);
});

Deno.test("a point is a dot, also at the edge", () => {
  const ink = (x: number) =>
    inkOf([[[x, 14]]]).values.reduce((sum, value) => sum + value, 0) / 16;
  assertAlmostEquals(ink(14), Math.PI * penRadius ** 2, 0.1);
  assertAlmostEquals(ink(0), Math.PI * penRadius ** 2 / 2, 0.1);
});

Deno.test("pixelsOfStrokes() prepares a drawing as a PNG file of it is prepared", () => {
  const drawn = pixelsOfStrokes([one])!;
  assertEquals(drawn, centreDigit(inkOf([one]))!);
  const rows = Array.from({ length: 28 }, (_, y) => y)
    .filter((y) => drawn.subarray(28 * y, 28 * y + 28).some((v) => v > 40));
  const height = rows.at(-1)! - rows[0] + 1;
  assert(height >= 20 && height <= 21, `${height}`);
  assertEquals(Math.max(...drawn), 255);
  assertEquals(pixelsOfStrokes([]), undefined);
});

Deno.test("pixelsOfStrokes() doesn't mind where one draws", () => {
  const moved = one.map(([x, y]) => [x - 10, y + 2] as const);
  assertEquals(pixelsOfStrokes([moved]), pixelsOfStrokes([one]));
});

Deno.test("pixelsOfStrokes() makes lines of one width, however large one draws", () => {
  const sized = (by: number) =>
    pixelsOfStrokes([one.map(([x, y]) => [by * x, by * y] as const)])!;
  for (const by of [0.3, 0.7, 1.2]) {
    const ink = (pixels: Uint8Array) => pixels.reduce((sum, v) => sum + v, 0);
    assertAlmostEquals(ink(sized(by)) / ink(sized(1)), 1, 0.02);
  }
});
