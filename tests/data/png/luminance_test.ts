import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type DecodedPng } from "fast-png";
import { luminanceOf } from "../../../lib/data/png/luminance.ts";

/** A decoded image of one row. */
function row(image: Partial<DecodedPng>): DecodedPng {
  const { channels = 1, data = new Uint8Array() } = image;
  const width = data.length / channels;
  return { width, height: 1, depth: 8, channels, data, text: {}, ...image };
}

function assertValues(png: DecodedPng, expected: number[]): void {
  const { values } = luminanceOf(png);
  assertEquals(values.length, expected.length);
  expected.forEach((value, i) => assertAlmostEquals(values[i], value, 1e-12));
}

Deno.test("luminanceOf() weighs red, green and blue", () => {
  const data = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);
  assertValues(row({ channels: 3, data }), [0.299, 0.587, 0.114, 1]);
});

Deno.test("luminanceOf() reads grey of 1 to 16 bits", () => {
  assertValues(row({ data: Uint8Array.of(0, 51, 255) }), [0, 0.2, 1]);
  assertValues(row({ depth: 16, data: Uint16Array.of(0, 65535) }), [0, 1]);
  // Each row begins a new byte
  const packed = { width: 3, height: 2 };
  assertValues(
    row({ ...packed, depth: 1, data: Uint8Array.of(0b10100000, 0b01000000) }),
    [1, 0, 1, 0, 1, 0],
  );
  assertValues(
    row({ ...packed, depth: 2, data: Uint8Array.of(0b00_01_11_00, 0xff) }),
    [0, 1 / 3, 1, 1, 1, 1],
  );
});

Deno.test("luminanceOf() looks colours up in the palette", () => {
  const palette = [[255, 255, 255], [0, 255, 0], [0, 0, 0, 0]];
  const data = Uint8Array.of(1, 0, 2);
  assertValues(row({ data, palette }), [0.587, 1, 1]);
  const packed = { width: 3, height: 1, depth: 2, palette } as const;
  assertValues(
    row({ ...packed, data: Uint8Array.of(0b01_00_10_00) }),
    [0.587, 1, 1],
  );
  assertThrows(
    () => luminanceOf(row({ data: Uint8Array.of(3), palette })),
    Error,
    "colour 3 is not in its palette",
  );
});

Deno.test("luminanceOf() puts transparent parts on white", () => {
  const data = Uint8Array.of(0, 255, 0, 0, 0, 51);
  assertValues(row({ channels: 2, data }), [0, 1, 0.8]);
  const transparency = Uint16Array.of(7);
  assertValues(row({ data: Uint8Array.of(7, 8), transparency }), [1, 8 / 255]);
});

Deno.test("luminanceOf() puts white strokes on black", () => {
  const data = Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 0);
  assertValues(row({ channels: 4, data }), [1, 0]);
});

Deno.test("luminanceOf() scales large images down by block means", () => {
  const width = 1500; // blocks of 2 × 2 pixels, those below of 2 × 1
  const data = new Uint8Array(width * 3);
  data.fill(255, 0, width); // the first of three rows is white
  const { values, ...size } = luminanceOf(row({ width, height: 3, data }));
  assertEquals(size, { width: 750, height: 2 });
  values.forEach((value, i) =>
    assertAlmostEquals(value, i < 750 ? 0.5 : 0, 1e-12)
  );
});
