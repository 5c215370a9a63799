import { assert, assertEquals } from "@std/assert";
import {
  centreDigit,
  type GreyImage,
} from "../../../lib/data/pictures/centre_digit.ts";

/** A grey image on a ground, with a bar from (3, 5) of 40 × 20 pixels. */
function bar(ground: number, ink: number): GreyImage {
  const [width, height] = [100, 60];
  const values = new Float64Array(width * height).fill(ground);
  for (let y = 5; y < 25; y++) {
    values.fill(ink, y * width + 3, y * width + 43);
  }
  return { width, height, values };
}

/** The bar scaled to 20 × 10 pixels around the centre of pixel (14, 14). */
function expectedBar(): Uint8Array<ArrayBuffer> {
  const expected = new Uint8Array(784);
  for (let row = 9; row < 20; row++) {
    for (let column = 4; column < 25; column++) {
      const edge = (row === 9 || row === 19 ? 0.5 : 1) *
        (column === 4 || column === 24 ? 0.5 : 1);
      expected[row * 28 + column] = Math.round(255 * edge);
    }
  }
  return expected;
}

Deno.test("centreDigit() centres by mass and fills 20 pixels", () => {
  const images = {
    "black on white": bar(1, 0),
    "white on black": bar(0, 1),
    "grey on grey": bar(0.6, 0.45),
  };
  for (const [name, image] of Object.entries(images)) {
    assertEquals(centreDigit(image), expectedBar(), name);
  }
});

Deno.test("centreDigit() ignores grain in the ground", () => {
  const image = bar(1, 0);
  image.values[59 * 100 + 99] = 0.9;
  assertEquals(centreDigit(image), expectedBar());
});

Deno.test("centreDigit() keeps an image like MNIST's as it is", () => {
  const values = Float64Array.from({ length: 784 }, (_, i) => {
    const inside = i > 100 && i < 700;
    return inside ? (i % 256) / 255 : 0;
  });
  const digit = centreDigit({ width: 28, height: 28, values });
  assertEquals(digit, Uint8Array.from(values, (value) => 255 * value + 0.5));
});

Deno.test("centreDigit() finds no digit where all pixels are nearly alike", () => {
  assertEquals(centreDigit(bar(0.5, 0.5)), undefined);
  assertEquals(centreDigit(bar(0.5, 0.59)), undefined);
  assert(centreDigit(bar(0.5, 0.61)));
});
