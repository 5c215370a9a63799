import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { encode } from "fast-png";
import sharp from "sharp";
import { decodePicture } from "../../../lib/data/pictures/decode.ts";
import { decodeGreyPicture } from "../../../lib/data/pictures/read_picture.ts";
import { FileError } from "../../../lib/files/errors.ts";
import {
  convert,
  digit,
  FORMATS,
  orientedPng,
  pngOfDigit,
  withChunk,
  withHeader,
} from "./picture_files.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Rejects with this reason. */
async function assertRefused(bytes: Bytes, reason: string): Promise<void> {
  const error = await assertRejects(
    () => decodePicture(bytes, 1024, "Cannot read x"),
    FileError,
    `Cannot read x: ${reason}`,
  );
  assert(!error.message.includes("\n"), error.message);
}

Deno.test("decodePicture() reads every format", async () => {
  const png = pngOfDigit(4, 8, (ink) => [255 - ink]);
  const expected = (await decodeGreyPicture(png, "png")).values;
  const files = {
    jpeg: await convert(png, "jpeg"),
    "progressive JPEG": await convert(png, "jpeg", { progressive: true }),
    "CMYK JPEG": Uint8Array.from(
      await sharp(png).toColourspace("cmyk").jpeg().toBuffer(),
    ),
    webp: await convert(png, "webp"),
    "WebP without loss": await convert(png, "webp", { lossless: true }),
    gif: await convert(png, "gif"),
    "interlaced PNG": await convert(png, "png", { progressive: true }),
    "PNG with a palette": await convert(png, "png", { palette: true }),
  };
  for (const [name, bytes] of Object.entries(files)) {
    const { rows, columns, values } = await decodeGreyPicture(bytes, name);
    assertEquals([rows, columns], [128, 128], name);
    const apart = values.reduce(
      (sum, value, k) => sum + Math.abs(value - expected[k]),
      0,
    ) / values.length;
    assert(apart < 4, `${name}: ${apart}`);
  }
});

Deno.test("decodePicture() keeps grey values, of 8 and 16 bits, with and without opacity", async () => {
  const painted: [(ink: number) => number[], 8 | 16][] = [
    [(ink) => [ink], 8],
    [(ink) => [ink, 255], 8],
    [(ink) => [ink, ink, ink], 8],
    [(ink) => [ink, ink, ink, 255], 8],
    [(ink) => [ink * 257], 16],
    [(ink) => [ink * 257, ink * 257, ink * 257], 16],
    [(ink) => [ink * 257, 65535], 16],
  ];
  for (const [paint, depth] of painted) {
    const { values } = await decodeGreyPicture(
      pngOfDigit(1, 0, paint, depth),
      "x",
    );
    assertEquals(values, digit, `${paint}`);
  }
});

Deno.test("decodePicture() reads palettes, few bits, and transparent colours", async () => {
  const [width, height] = [3, 2];
  const values = async (
    bytes: Bytes,
  ) => [...(await decodeGreyPicture(bytes, "x")).values];
  const indexed = Uint8Array.from(encode({
    width,
    height,
    channels: 1,
    data: Uint8Array.of(0, 1, 2, 2, 1, 0),
    palette: [[0, 0, 0], [255, 255, 255], [0, 0, 255]],
  }));
  assertEquals(await values(indexed), [0, 255, 29, 29, 255, 0]);
  const grey = Uint8Array.from(encode({
    width,
    height,
    channels: 1,
    data: Uint8Array.of(7, 8, 200, 7, 8, 200),
  }));
  const seeThrough = withChunk(grey, "tRNS", [0, 7]);
  assertEquals(await values(seeThrough), [255, 8, 200, 255, 8, 200]);
  const bits = Uint8Array.from(
    await sharp(grey).threshold(100).toColourspace("b-w")
      .png({ palette: true, colours: 2 }).toBuffer(),
  );
  assertEquals(await values(bits), [0, 0, 255, 0, 0, 255]);
});

Deno.test("decodePicture() turns pictures as their EXIF orientation says", async () => {
  const [a, b, c, d, e, f] = [0, 50, 100, 150, 200, 250];
  const stored = [a, b, c, d, e, f]; // two rows of three
  const upright: Record<number, number[][]> = {
    1: [[a, b, c], [d, e, f]],
    2: [[c, b, a], [f, e, d]],
    3: [[f, e, d], [c, b, a]],
    4: [[d, e, f], [a, b, c]],
    5: [[a, d], [b, e], [c, f]],
    6: [[d, a], [e, b], [f, c]],
    7: [[f, c], [e, b], [d, a]],
    8: [[c, f], [b, e], [a, d]],
  };
  for (const [orientation, expected] of Object.entries(upright)) {
    const bytes = await orientedPng(stored, 3, Number(orientation));
    const picture = await decodeGreyPicture(bytes, "x");
    assertEquals([...picture.values], expected.flat(), orientation);
    assertEquals(picture.fileRows, expected.length);
    assertEquals(picture.fileColumns, expected[0].length);
  }
});

Deno.test("decodePicture() reads the first picture of an animation", async () => {
  const frames = [40, 220].map((value) => new Uint8Array(300).fill(value));
  const bytes = Uint8Array.from(
    await sharp(Uint8Array.of(...frames[0], ...frames[1]), {
      raw: { width: 10, height: 20, channels: 3, pageHeight: 10 },
    }).gif({ delay: [100, 100] }).toBuffer(),
  );
  const { rows, values } = await decodeGreyPicture(bytes, "x");
  assertEquals(rows, 10);
  assert(values.every((value) => Math.abs(value - 40) < 4), `${values[0]}`);
});

Deno.test("decodePicture() scales large pictures down by mean values", async () => {
  const [width, height] = [1500, 600];
  // Stripes of one column each, and one of 500 columns
  const data = Uint8Array.from(
    { length: width * height },
    (_, k) => k % width < 1000 ? 255 * (k % 2) : 255,
  );
  const bytes = Uint8Array.from(encode({ width, height, data, channels: 1 }));
  const picture = await decodeGreyPicture(bytes, "x", { maxSide: 300 });
  const { rows, columns, values } = picture;
  assertEquals([rows, columns], [120, 300]);
  assertEquals([picture.fileRows, picture.fileColumns], [600, 1500]);
  const grey = values[10 * columns + 50];
  assert(Math.abs(grey - 127.5) < 20, `${grey}`);
  assertEquals(values[10 * columns + 250], 255);
  const small = await decodeGreyPicture(bytes, "x", { maxSide: 4000 });
  assertEquals([small.rows, small.columns], [600, 1500]);
  const thin = Uint8Array.from(
    encode({ width: 4000, height: 1, data: data.slice(0, 4000), channels: 1 }),
  );
  const { rows: one, columns: many } = await decodeGreyPicture(thin, "x");
  assertEquals([one, many], [1, 1024]);
});

Deno.test("decodePicture() refuses pictures that are too large before it decodes them", async () => {
  const file = pngOfDigit(1, 0, (ink) => [ink, ink, ink, ink], 16);
  await assertRefused(
    withHeader(file, { 0: 9000, 4: 6000 }),
    "it must have at most 51 megapixels: current value is 9000 × 6000 pixels; save it smaller",
  );
  await assertRefused(
    withHeader(file, { 0: 2 ** 31 - 1, 4: 2 ** 31 - 1 }),
    "it",
  );
  // 50 megapixels of 64 bits must be held to undo the interlacing, beside the file
  const long = new Uint8Array(45e6);
  long.set(withHeader(file, { 0: 8000, 4: 6250, 12: 1 }));
  await assertRefused(
    long,
    "decoding it would take too much memory; save it without interlacing",
  );
});

Deno.test("decodePicture() refuses files of every format that are cut short", async () => {
  const png = pngOfDigit(4, 8, (ink) => [255 - ink]);
  for (const format of FORMATS) {
    const bytes = await convert(png, format);
    // The last bytes only say that nothing follows
    for (let cut = 20; cut < bytes.length; cut += 211) {
      await assertRefused(bytes.slice(0, bytes.length - cut), "it");
    }
    await assertRefused(
      bytes.slice(0, Math.floor(bytes.length / 2)),
      "it is damaged or cut short",
    );
  }
});

Deno.test("decodePicture() reads or refuses files with a changed byte", async () => {
  const png = pngOfDigit(1, 0, (ink) => [ink]);
  for (const format of FORMATS) {
    const bytes = await convert(png, format);
    const property = fc.asyncProperty(
      fc.nat(bytes.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, by) => {
        try {
          const damaged = bytes.with(at, bytes[at] ^ by);
          const { rows, columns, values } = await decodeGreyPicture(
            damaged,
            "x",
          );
          assertEquals(values.length, rows * columns);
        } catch (error) {
          assert(error instanceof FileError, String(error));
          assert(!error.message.includes("\n"));
        }
      },
    );
    await fc.assert(property, { numRuns: 100 });
  }
});

Deno.test("decodePicture() leaves no other decoder than the four within reach", async () => {
  const png = pngOfDigit(1, 0, (ink) => [ink]);
  const tiff = await convert(png, "tiff");
  await assertRefused(tiff, "it must be a PNG, JPEG, WebP or GIF file");
  await assertRejects(() => sharp(tiff).toBuffer());
});
