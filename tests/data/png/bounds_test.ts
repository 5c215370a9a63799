import { assertEquals, assertRejects } from "@std/assert";
import { encode } from "fast-png";
import { crc32 } from "node:zlib";
import { boundPng } from "../../../lib/data/png/bounds.ts";
import { readChunks } from "../../../lib/data/png/chunks.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A black square, or a transparent one with 2 or 4 channels. */
function png(
  side: number,
  channels: 1 | 2 | 3 | 4 = 1,
  depth: 8 | 16 = 8,
): Bytes {
  const length = side * side * channels;
  const data = depth === 8 ? new Uint8Array(length) : new Uint16Array(length);
  return Uint8Array.from(
    encode({ width: side, height: side, data, channels, depth }),
  );
}

/** Writes a number into the header: width at 0, height at 4. */
function withHeader(file: Bytes, offset: number, value: number): Bytes {
  const changed = file.slice();
  new DataView(changed.buffer).setUint32(16 + offset, value);
  return changed;
}

/** Inserts a chunk between header and pixels. */
function withChunk(file: Bytes, type: string, data: Bytes): Bytes {
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(new TextEncoder().encode(type), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  return Uint8Array.of(...file.subarray(0, 33), ...chunk, ...file.subarray(33));
}

const file = png(28);

Deno.test("boundPng() leaves out chunks that no image of a digit needs", async () => {
  const text = new TextEncoder().encode("Comment\0hello");
  const transparent = withChunk(file, "tRNS", Uint8Array.of(0, 7));
  const kept = await boundPng(withChunk(transparent, "tEXt", text));
  assertEquals(kept, transparent);
  assertEquals(
    readChunks(kept).map(({ type }) => type),
    ["IHDR", "tRNS", "IDAT", "IEND"],
  );
});

Deno.test("boundPng() refuses dimensions that the pixels do not have", async () => {
  const cases: [number, number, string][] = [
    [0, 2 ** 32 - 1, "each side must be from 1 to 4096 pixels"],
    [0, 60_000, "current value is 60000 × 28"],
    [4, 0, "each side must be from 1 to 4096 pixels"],
    [0, 27, "its pixels are damaged or cut short"],
    [4, 4096, "its pixels are damaged or cut short"],
  ];
  for (const [offset, value, message] of cases) {
    const changed = withHeader(file, offset, value);
    await assertRejects(() => boundPng(changed), Error, message);
  }
});

Deno.test("boundPng() refuses pixels that take too much memory", async () => {
  const wide = withHeader(png(28, 4, 16), 0, 4096);
  await assertRejects(
    () => boundPng(withHeader(wide, 4, 4096)),
    Error,
    "its pixels must take at most 67108864 bytes: current value is 134217728",
  );
});

Deno.test("boundPng() refuses formats that it does not know", async () => {
  const cases: [number, number, string][] = [
    [24, 3, "unknown bit depth 3"],
    [25, 5, "unknown colour type 5"],
    [28, 1, "it is interlaced: save it again without interlacing"],
  ];
  for (const [at, value, message] of cases) {
    const changed = file.with(at, value);
    await assertRejects(() => boundPng(changed), Error, message);
  }
});

Deno.test("boundPng() refuses palettes and transparent colours of a wrong length", async () => {
  const grey = withChunk(file, "tRNS", Uint8Array.of(0, 1, 0));
  await assertRejects(
    () => boundPng(grey),
    Error,
    "its transparent colour is damaged",
  );
  const data = new Uint8Array(4);
  const palette = [[0, 0, 0], [255, 255, 255]];
  const indexed = Uint8Array.from(
    encode({ width: 2, height: 2, data, channels: 1, palette }),
  );
  await assertRejects(
    () => boundPng(withChunk(indexed, "PLTE", new Uint8Array(900))),
    Error,
    "its palette is damaged",
  );
});
