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

/** A grey picture made of the digit: `paint` gives pixel values, place by place. */
function picture(
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

/** Mean difference of two images, of 255. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) /
    a.length;
}

Deno.test("decodeDigitPng() takes a picture like MNIST's as it is", async () => {
  const bytes = png({ width: 28, height: 28, data: digit, channels: 1 });
  assertEquals(await decodeDigitPng(bytes, "x"), digit);
});

Deno.test("decodeDigitPng() makes any picture of the digit like MNIST's", async () => {
  const pictures: Record<string, Bytes> = {
    "light on dark": picture(5, 20, (ink) => [ink]),
    "dark on light": picture(5, 20, (ink) => [255 - ink]),
    "pale on paper": picture(5, 20, (ink) => [230 - ink / 2]),
    "small, on the edge": picture(1, 1, (ink) => [255 - ink]),
    "large": picture(40, 30, (ink) => [ink]),
    "16 bits": picture(3, 9, (ink) => [65535 - ink * 257], 16),
    "blue on white": picture(3, 9, (ink) => [255 - ink, 255 - ink, 255]),
    "black on nothing": picture(3, 9, (ink) => [0, 0, 0, ink]),
    "white on nothing": picture(3, 9, (ink) => [255, 255, 255, ink]),
    "grey with opacity": picture(3, 9, (ink) => [255 - ink, 255]),
  };
  for (const [name, bytes] of Object.entries(pictures)) {
    const result = await decodeDigitPng(bytes, name);
    assertEquals(result.length, 784);
    const apart = difference(result, digit);
    // Box and centre differ by a fraction of a pixel; another digit is 40 apart.
    assert(apart < 20, `${name}: ${apart}`);
  }
});

Deno.test("decodeDigitPng() centres by mass and fills 20 pixels", async () => {
  const data = new Uint8Array(100 * 60).fill(255);
  for (let y = 5; y < 25; y++) data.fill(0, y * 100 + 3, y * 100 + 43);
  const bytes = png({ width: 100, height: 60, data, channels: 1 });
  const result = await decodeDigitPng(bytes, "x");
  // A bar of 40 × 20 becomes 20 × 10 around the centre of pixel (14, 14).
  const expected = new Uint8Array(784);
  for (let row = 9; row < 20; row++) {
    for (let column = 4; column < 25; column++) {
      const edge = (row === 9 || row === 19 ? 0.5 : 1) *
        (column === 4 || column === 24 ? 0.5 : 1);
      expected[row * 28 + column] = Math.round(255 * edge);
    }
  }
  assertEquals(result, expected);
});

Deno.test("decodeDigitPng() reads palettes and less than 8 bits", async () => {
  const row = Uint8Array.of(0b00000000);
  const bar = Uint8Array.of(0b00111000);
  const data = Uint8Array.of(...row, ...bar, ...bar, ...bar, ...row);
  const image = { width: 8, height: 5, data, channels: 1, depth: 1 } as const;
  const grey = await decodeDigitPng(png(image), "grey");
  assertEquals(grey[14 * 28 + 14], 255);
  assertEquals(grey[14 * 28 + 1], 0);
  const palette = [[255, 255, 255], [120, 0, 0]];
  const indexed = png({ ...image, palette });
  assertEquals(indexed[25], 3); // colour type: palette
  const coloured = await decodeDigitPng(indexed, "palette");
  assertEquals(coloured, grey);
});

/** A PNG with a chunk of that data between header and pixels. */
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

Deno.test("decodeDigitPng() leaves out the transparent colour of grey and RGB", async () => {
  const ink = (strength: number) => strength > 127 ? 255 : 0;
  const expected = await decodeDigitPng(
    picture(3, 9, (strength) => [255 - ink(strength)]),
    "black on white",
  );
  // Black strokes; what is nearly black is none
  const none = (strength: number) => ink(strength) === 255 ? 0 : 1;
  const pictures = {
    grey: withTransparent(picture(3, 9, (s) => [none(s)]), [0, 1]),
    "16 bits": withTransparent(picture(3, 9, (s) => [none(s)], 16), [0, 1]),
    RGB: withTransparent(
      picture(3, 9, (s) => [none(s), 0, none(s)]),
      [0, 1, 0, 0, 0, 1],
    ),
  };
  for (const [name, bytes] of Object.entries(pictures)) {
    assertEquals(await decodeDigitPng(bytes, name), expected, name);
  }
  await assertRejects(
    () => decodeDigitPng(withTransparent(pictures.grey, [0, 1, 0]), "x"),
    FileError,
    "its transparent colour is damaged",
  );
});

Deno.test("decodeDigitPng() refuses a picture that shows nothing", async () => {
  for (const value of [0, 128, 255]) {
    const data = new Uint8Array(900).fill(value);
    const bytes = png({ width: 30, height: 30, data, channels: 1 });
    await assertRejects(
      () => decodeDigitPng(bytes, "x"),
      FileError,
      `Cannot find a digit in PNG file "x": its strokes must stand out`,
    );
  }
});

Deno.test("decodeDigitPng() refuses a file cut short anywhere", async () => {
  const bytes = picture(1, 0, (ink) => [ink]);
  for (let length = 0; length < bytes.length; length += 7) {
    await assertRejects(
      () => decodeDigitPng(bytes.slice(0, length), "x"),
      FileError,
      `Cannot read PNG file "x": it`,
    );
  }
});

Deno.test("decodeDigitPng() refuses every file with a changed byte, or reads it", async () => {
  const bytes = picture(1, 0, (ink) => [ink]);
  const places = fc.nat(bytes.length - 1);
  await fc.assert(
    fc.asyncProperty(
      places,
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

/** Writes a number into a PNG's header. */
function withHeader(bytes: Bytes, offset: number, value: number): Bytes {
  const changed = bytes.slice();
  new DataView(changed.buffer).setUint32(16 + offset, value);
  return changed;
}

Deno.test("decodeDigitPng() refuses dimensions that the pixels do not have", async () => {
  const bytes = picture(1, 0, (ink) => [ink]);
  const cases: [number, number, string][] = [
    [0, 2 ** 32 - 1, "each side must be from 1 to 4096 pixels"],
    [0, 60_000, "current value is 60000 × 28"],
    [4, 0, "each side must be from 1 to 4096 pixels"],
    [0, 27, "its pixels are damaged or cut short"],
    [4, 4096, "its pixels are damaged or cut short"],
  ];
  for (const [offset, value, message] of cases) {
    const changed = withHeader(bytes, offset, value);
    await assertRejects(
      () => decodeDigitPng(changed, "x"),
      FileError,
      message,
    );
  }
});

Deno.test("decodeDigitPng() refuses more pixels or chunks than a picture needs", async () => {
  const bytes = picture(1, 0, (ink) => [0, 0, 0, ink], 16);
  const large = withHeader(withHeader(bytes, 0, 4096), 4, 4096);
  await assertRejects(
    () => decodeDigitPng(large, "x"),
    FileError,
    "its pixels must take at most 67108864 bytes: current value is 134217728",
  );
  // Signature and header, then chunks of no bytes
  const many = new Uint8Array(33 + 12 * 70_000);
  many.set(bytes.subarray(0, 33));
  await assertRejects(
    () => decodeDigitPng(many, "x"),
    FileError,
    "it must have at most 65536 chunks",
  );
});

Deno.test("decodeDigitPng() refuses an interlaced file and says what to do", async () => {
  const bytes = picture(1, 0, (ink) => [ink]);
  bytes[28] = 1;
  await assertRejects(
    () => decodeDigitPng(bytes, "x"),
    FileError,
    "it is interlaced: save it again without interlacing",
  );
});

Deno.test("decodeDigitPng() stops at the size that the header allows", async () => {
  // 4,000 rows of pixels under a header that promises 40: were they decoded, the
  // damaged checksum at their end would be what is said.
  const data = new Uint8Array(4000 * 4000);
  const large = png({ width: 4000, height: 4000, data, channels: 1 });
  const bomb = withHeader(large, 4, 40);
  await assertRejects(
    () => decodeDigitPng(bomb, "x"),
    FileError,
    "its pixels are damaged or cut short",
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
    await Deno.writeTextFile(`${folder}/text.png`, "not a picture");
    await assertRejects(
      () => readDigitPng(`${folder}/text.png`),
      FileError,
      "it does not begin as a PNG file does",
    );
    await Deno.writeFile(`${folder}/digit.png`, picture(2, 4, (ink) => [ink]));
    assertEquals((await readDigitPng(`${folder}/digit.png`)).length, 784);
  });
});
