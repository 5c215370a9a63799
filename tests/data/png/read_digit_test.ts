import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { encode, type ImageData } from "fast-png";
import { crc32 } from "node:zlib";
import { FileError } from "../../../lib/files/errors.ts";
import {
  decodeDigitPng,
  readDigitPng,
} from "../../../lib/data/png/read_digit.ts";
import { syntheticDigits } from "../../../lib/data/synthetic/digits.ts";
import { inFolder } from "../../support/folder.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const digit = syntheticDigits({ count: 1, seed: 1 }).images;

function png(image: ImageData): Bytes {
  return Uint8Array.from(encode(image));
}

/** An image of the digit; `paint` gives the samples of each pixel. */
function imageOfDigit(
  scale: number,
  margin: number,
  paint: (ink: number) => number[],
  depth: 8 | 16 = 8,
): Bytes {
  const side = 28 * scale + 2 * margin;
  const values: number[] = [];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const row = Math.floor((y - margin) / scale);
      const column = Math.floor((x - margin) / scale);
      const inside = [row, column].every((at) => at >= 0 && at < 28);
      values.push(...paint(inside ? digit[row * 28 + column] : 0));
    }
  }
  const channels = paint(0).length as 1 | 2 | 3 | 4;
  const data = depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values);
  return png({ width: side, height: side, data, channels, depth });
}

/** Mean difference of two images, from 0 to 255. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) /
    a.length;
}

Deno.test("decodeDigitPng() keeps an image like MNIST's as it is", async () => {
  const bytes = png({ width: 28, height: 28, data: digit, channels: 1 });
  assertEquals(await decodeDigitPng(bytes, "x"), digit);
});

Deno.test("decodeDigitPng() makes any image of a digit like MNIST's", async () => {
  const images: Record<string, Bytes> = {
    "light on dark": imageOfDigit(5, 20, (ink) => [ink]),
    "dark on light": imageOfDigit(5, 20, (ink) => [255 - ink]),
    "pale on paper": imageOfDigit(5, 20, (ink) => [230 - ink / 2]),
    "small, on the edge": imageOfDigit(1, 1, (ink) => [255 - ink]),
    "large": imageOfDigit(40, 30, (ink) => [ink]),
    "16 bits": imageOfDigit(3, 9, (ink) => [65535 - ink * 257], 16),
    "blue on white": imageOfDigit(3, 9, (ink) => [255 - ink, 255 - ink, 255]),
    "black on nothing": imageOfDigit(3, 9, (ink) => [0, 0, 0, ink]),
    "white on nothing": imageOfDigit(3, 9, (ink) => [255, 255, 255, ink]),
    "grey with opacity": imageOfDigit(3, 9, (ink) => [255 - ink, 255]),
  };
  for (const [name, bytes] of Object.entries(images)) {
    const result = await decodeDigitPng(bytes, name);
    assertEquals(result.length, 784);
    const apart = difference(result, digit);
    // Box and centre differ by a fraction of a pixel; another digit is 40 apart.
    assert(apart < 20, `${name}: ${apart}`);
  }
});

/** Inserts a transparent colour between header and pixels. */
function withTransparent(bytes: Bytes, data: number[]): Bytes {
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(new TextEncoder().encode("tRNS"), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  return Uint8Array.of(
    ...bytes.subarray(0, 33),
    ...chunk,
    ...bytes.subarray(33),
  );
}

Deno.test("decodeDigitPng() makes the transparent colour of grey and RGB transparent", async () => {
  const ink = (strength: number) => strength > 127 ? 255 : 0;
  const expected = await decodeDigitPng(
    imageOfDigit(3, 9, (strength) => [255 - ink(strength)]),
    "black on white",
  );
  // Black strokes; nearly black pixels are transparent
  const paint = (strength: number) => ink(strength) === 255 ? 0 : 1;
  const images = {
    grey: withTransparent(imageOfDigit(3, 9, (s) => [paint(s)]), [0, 1]),
    "16 bits": withTransparent(imageOfDigit(3, 9, (s) => [paint(s)], 16), [
      0,
      1,
    ]),
    RGB: withTransparent(
      imageOfDigit(3, 9, (s) => [paint(s), 0, paint(s)]),
      [0, 1, 0, 0, 0, 1],
    ),
  };
  for (const [name, bytes] of Object.entries(images)) {
    assertEquals(await decodeDigitPng(bytes, name), expected, name);
  }
  await assertRejects(
    () => decodeDigitPng(withTransparent(images.grey, [0, 1, 0]), "x"),
    FileError,
    "its transparent colour is damaged",
  );
});

Deno.test("decodeDigitPng() refuses an image that shows nothing", async () => {
  for (const value of [0, 128, 255]) {
    const data = new Uint8Array(900).fill(value);
    const bytes = png({ width: 30, height: 30, data, channels: 1 });
    await assertRejects(
      () => decodeDigitPng(bytes, "x"),
      FileError,
      `Cannot find a drawing in PNG file "x": its strokes must stand out`,
    );
  }
});

Deno.test("decodeDigitPng() refuses a file cut short anywhere", async () => {
  const bytes = imageOfDigit(1, 0, (ink) => [ink]);
  for (let length = 0; length < bytes.length; length += 7) {
    await assertRejects(
      () => decodeDigitPng(bytes.slice(0, length), "x"),
      FileError,
      `Cannot read PNG file "x": it`,
    );
  }
});

Deno.test("decodeDigitPng() reads or refuses every file with a changed byte", async () => {
  const bytes = imageOfDigit(1, 0, (ink) => [ink]);
  const positions = fc.nat(bytes.length - 1);
  await fc.assert(
    fc.asyncProperty(
      positions,
      fc.integer({ min: 1, max: 255 }),
      async (at, by) => {
        const damaged = bytes.slice();
        damaged[at] ^= by;
        try {
          assertEquals((await decodeDigitPng(damaged, "x")).length, 784);
        } catch (error) {
          assert(error instanceof FileError, String(error));
          assert(!error.message.includes("\n"));
        }
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("decodeDigitPng() checks a file's size before it decodes it", async () => {
  const bytes = imageOfDigit(1, 0, (ink) => [ink]);
  // The header's checksum is wrong now, which decoding would notice first
  new DataView(bytes.buffer).setUint32(20, 4096);
  await assertRejects(
    () => decodeDigitPng(bytes, "x"),
    FileError,
    'Cannot read PNG file "x": its pixels are damaged or cut short',
  );
});

Deno.test("readDigitPng() says what is wrong with a path", async () => {
  await inFolder(async (folder) => {
    await assertRejects(
      () => readDigitPng(`${folder}/none.png`),
      FileError,
      `Cannot read PNG file "${folder}/none.png": no such file or folder`,
    );
    await assertRejects(
      () => readDigitPng(folder),
      FileError,
      "it is not a file",
    );
    await Deno.writeTextFile(`${folder}/text.png`, "not an image");
    await assertRejects(
      () => readDigitPng(`${folder}/text.png`),
      FileError,
      "it does not begin as a PNG file does",
    );
    await Deno.writeFile(
      `${folder}/digit.png`,
      imageOfDigit(2, 4, (ink) => [ink]),
    );
    assertEquals((await readDigitPng(`${folder}/digit.png`)).length, 784);
  });
});
