import { assertEquals } from "@std/assert";
import { luminanceOf } from "../../../lib/data/pictures/luminance.ts";

/** The luminance of a row of pixels: red, green, blue, opacity. */
function rowOf(...pixels: number[][]): number[] {
  const { rows, columns, values } = luminanceOf({
    rows: 1,
    columns: pixels.length,
    values: Uint8Array.from(pixels.flat()),
  });
  assertEquals([rows, columns], [1, pixels.length]);
  return [...values];
}

Deno.test("luminanceOf() weighs red, green and blue", () => {
  const [red, green, blue] = [
    [255, 0, 0, 255],
    [0, 255, 0, 255],
    [0, 0, 255, 255],
  ];
  assertEquals(rowOf(red, green, blue), [76, 150, 29]);
});

Deno.test("luminanceOf() keeps every shade of grey", () => {
  const shades = Array.from({ length: 256 }, (_, shade) => shade);
  const pixels = shades.map((shade) => [shade, shade, shade, 255]);
  assertEquals(rowOf(...pixels), shades);
});

Deno.test("luminanceOf() puts transparent parts on white", () => {
  assertEquals(rowOf([0, 0, 0, 255], [0, 0, 0, 0], [0, 0, 0, 51]), [
    0,
    255,
    204,
  ]);
});

Deno.test("luminanceOf() puts white strokes on black", () => {
  assertEquals(rowOf([255, 255, 255, 255], [255, 255, 255, 0]), [255, 0]);
});
