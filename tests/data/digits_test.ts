import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  classCounts,
  createDigits,
  pixelsOf,
  selectDigits,
  takeDigits,
} from "../../lib/data/digits.ts";
import { DataError } from "../../lib/data/errors.ts";

/** Digits in which image i has every pixel i. */
function sample() {
  const images = Uint8Array.from(
    { length: 4 * 784 },
    (_, i) => Math.floor(i / 784),
  );
  return createDigits(images, Uint8Array.of(5, 0, 9, 5));
}

Deno.test("createDigits() refuses different numbers of images and labels", () => {
  assertThrows(
    () => createDigits(new Uint8Array(784), Uint8Array.of(1, 2)),
    DataError,
    "2 labels need 1568 pixels: current value is 784",
  );
});

Deno.test("createDigits() refuses a label beyond 9, and says where", () => {
  assertThrows(
    () => createDigits(new Uint8Array(2 * 784), Uint8Array.of(9, 10)),
    DataError,
    "each must be from 0 to 9: label 1 is 10",
  );
});

Deno.test("takeDigits() gives the first digits without copying", () => {
  const digits = sample();
  const two = takeDigits(digits, 2);
  assertEquals([two.count, [...two.labels]], [2, [5, 0]]);
  assertEquals(two.images.length, 2 * 784);
  assertStrictEquals(two.images.buffer, digits.images.buffer);
  assertEquals(takeDigits(digits, 100).count, 4);
  for (const bad of [0, -1, 1.5, NaN]) {
    assertThrows(() => takeDigits(digits, bad), RangeError, "count must be");
  }
});

Deno.test("selectDigits() copies images with their labels", () => {
  const digits = sample();
  const chosen = selectDigits(digits, Int32Array.of(2, 0, 2));
  assertEquals([...chosen.labels], [9, 5, 9]);
  assertEquals(
    [0, 1, 2].map((i) => chosen.images[i * 784 + 783]),
    [2, 0, 2],
  );
  chosen.images.fill(100);
  assertEquals(digits.images[2 * 784], 2);
  for (const bad of [-1, 4]) {
    assertThrows(
      () => selectDigits(digits, Int32Array.of(bad)),
      RangeError,
      "each index must be from 0 to 3",
    );
  }
});

Deno.test("pixelsOf() gives one digit without copying", () => {
  const digits = sample();
  const pixels = pixelsOf(digits, 3);
  assertEquals([...pixels], new Array(784).fill(3));
  assertStrictEquals(pixels.buffer, digits.images.buffer);
  for (const bad of [-1, 4, 0.5]) {
    assertThrows(
      () => pixelsOf(digits, bad),
      RangeError,
      "its index must be from 0 to 3",
    );
  }
});

Deno.test("classCounts() counts each class", () => {
  assertEquals([...classCounts(sample())], [1, 0, 0, 0, 0, 2, 0, 0, 0, 1]);
});
