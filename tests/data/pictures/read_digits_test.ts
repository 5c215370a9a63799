import { assert, assertEquals, assertRejects } from "@std/assert";
import { encode } from "fast-png";
import {
  areDigits,
  decodeDigit,
  readDigit,
  readDigits,
  readDrawing,
} from "../../../lib/data/pictures/read_digits.ts";
import { FileError } from "../../../lib/files/errors.ts";
import { inFolder } from "../../support/folder.ts";
import { convert, digit, FORMATS, pngOfDigit } from "./picture_files.ts";

/** Mean difference of two images, from 0 to 255. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) /
    a.length;
}

Deno.test("decodeDigit() keeps an image like MNIST's as it is", async () => {
  assertEquals(await decodeDigit(pngOfDigit(1, 0, (ink) => [ink]), "x"), digit);
});

Deno.test("decodeDigit() makes any picture of a digit like MNIST's", async () => {
  const pictures = {
    "light on dark": pngOfDigit(5, 20, (ink) => [ink]),
    "dark on light": pngOfDigit(5, 20, (ink) => [255 - ink]),
    "pale on paper": pngOfDigit(5, 20, (ink) => [230 - ink / 2]),
    "small": pngOfDigit(1, 4, (ink) => [255 - ink]),
    "large": pngOfDigit(40, 30, (ink) => [ink]),
    "16 bits": pngOfDigit(3, 9, (ink) => [65535 - ink * 257], 16),
    "blue on white": pngOfDigit(3, 9, (ink) => [255 - ink, 255 - ink, 255]),
    "black on nothing": pngOfDigit(3, 9, (ink) => [0, 0, 0, ink]),
    "white on nothing": pngOfDigit(3, 9, (ink) => [255, 255, 255, ink]),
    "grey with opacity": pngOfDigit(3, 9, (ink) => [255 - ink, 255]),
  };
  for (const [name, bytes] of Object.entries(pictures)) {
    const apart = difference(await decodeDigit(bytes, name), digit);
    // Box and centre differ by a fraction of a pixel; another digit is 40 apart.
    assert(apart < 20, `${name}: ${apart}`);
  }
  for (const format of FORMATS) {
    const bytes = await convert(pictures["dark on light"], format);
    const apart = difference(await decodeDigit(bytes, format), digit);
    assert(apart < 20, `${format}: ${apart}`);
  }
});

Deno.test("decodeDigit() refuses a picture that shows nothing", async () => {
  for (const value of [0, 128, 255]) {
    const data = new Uint8Array(900).fill(value);
    const bytes = Uint8Array.from(
      encode({ width: 30, height: 30, data, channels: 1 }),
    );
    await assertRejects(
      () => decodeDigit(bytes, "x"),
      FileError,
      'Cannot find a digit in picture "x": strokes must stand out',
    );
  }
});

Deno.test("readDigits() says where a digit is in the file's pixels", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/digit.png`;
    await Deno.writeFile(path, pngOfDigit(60, 300, (ink) => [255 - ink]));
    const { digits, boxes } = await readDigits(path);
    assertEquals([digits.length, boxes.length], [1, 1]);
    const [{ top, left, bottom, right }] = boxes;
    assert(0 <= top && top < bottom && bottom <= 2280, `${top}-${bottom}`);
    assert(0 <= left && left < right && right <= 2280, `${left}-${right}`);
    assert(bottom > 1100, "in the file's pixels, not in those scaled down");
    assertEquals(await readDigit(path), digits[0]);
  });
});

Deno.test("readDrawing() takes shapes on a plain ground as they are", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/shape.png`;
    const side = 60;
    // A large square beside a small one: no digit
    const data = Uint8Array.from({ length: side ** 2 }, (_, k) => {
      const [x, y] = [k % side, Math.floor(k / side)];
      const inside = x > 5 && x < 25 && y > 10 && y < 30 ||
        x > 30 && x < 36 && y > 10 && y < 16;
      return inside ? 0 : 255;
    });
    await Deno.writeFile(
      path,
      encode({ width: side, height: side, data, channels: 1 }),
    );
    const drawing = await readDrawing(path);
    const ink = (left: number, right: number) =>
      drawing.filter((value, k) =>
        value > 128 && k % 28 >= left && k % 28 < right
      )
        .length;
    assert(ink(6, 21) > 100, "the large square");
    assert(ink(22, 28) > 3, "the small one");
    const { boxes } = await readDigits(path, { anything: true });
    assertEquals(boxes, [{ left: 6, top: 11, right: 36, bottom: 30 }]);
  });
});

Deno.test("areDigits() tells classes of digits from others", () => {
  assert(areDigits([..."0123456789"]));
  assert(areDigits(["3", "7"]));
  assert(!areDigits(["3", "seven"]));
});
