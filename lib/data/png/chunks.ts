import { FileError } from "../../files/errors.ts";

/** Largest width and height that are read, in pixels. */
export const MAXIMUM_SIDE = 4096;

/** 4,096 × 4,096 pixels of four colours with 8 bits each. */
const MAXIMUM_PIXEL_BYTES = 64 * 1024 * 1024;

/** Each takes memory beyond its bytes; pictures have some hundreds at most. */
const MAXIMUM_CHUNKS = 65_536;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Samples of each colour type: grey, RGB, palette, grey + alpha, RGB + alpha. */
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** What else of a colour type is kept: palettes, and which colour is none. */
const COLOUR_CHUNKS: Record<number, readonly string[]> = {
  0: ["tRNS"],
  2: ["tRNS"],
  3: ["PLTE", "tRNS"],
};

/** Bytes handed to the decompressor at once, which makes at most 1,032 of one. */
const SLICE = 4096;

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array<ArrayBuffer>;
  /** Length, type, data and checksum, as they stand in the file. */
  readonly whole: Uint8Array<ArrayBuffer>;
}

/**
 * Checks a PNG before it is decoded, so that the decoder's memory is bounded by
 * the picture's size: dimensions, and the exact length of the decompressed
 * pixels. Parts that a picture of a digit does not need (text, colour profiles,
 * animation), some compressed in their turn, are left out.
 *
 * Format: W3C, "Portable Network Graphics (PNG) Specification (Third Edition)",
 * sections 5 (structure), 7.2 (scanlines) and 11 (chunks).
 *
 * @returns A PNG of nothing but header, palette, transparent colour, pixels and end
 * @throws {FileError} if it is not such a file, is interlaced, or is too large
 */
export async function plainPng(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const refuse = (reason: string) =>
    new FileError(`Cannot read PNG file "${name}": ${reason}`);
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) {
    throw refuse("it does not begin as a PNG file does");
  }
  const chunks: Chunk[] = [];
  for (const chunk of readChunks(bytes)) {
    if (chunks.length === MAXIMUM_CHUNKS) {
      throw refuse(
        `it must have at most ${MAXIMUM_CHUNKS} chunks: it has more`,
      );
    }
    chunks.push(chunk);
  }
  if (chunks.at(-1)?.type !== "IEND") throw refuse("it is cut short");
  const header = chunks[0];
  if (header.type !== "IHDR" || header.data.length !== 13) {
    throw refuse("its header is damaged");
  }
  const view = new DataView(header.data.buffer, header.data.byteOffset);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  const [depth, colourType, , , interlace] = header.data.subarray(8);
  for (const side of [width, height]) {
    if (side < 1 || side > MAXIMUM_SIDE) {
      throw refuse(
        `each side must be from 1 to ${MAXIMUM_SIDE} pixels: current value is ${width} × ${height}`,
      );
    }
  }
  const channels = CHANNELS[colourType];
  if (channels === undefined) throw refuse(`unknown colour type ${colourType}`);
  if (![1, 2, 4, 8, 16].includes(depth) || (depth < 8 && channels > 1)) {
    throw refuse(`unknown bit depth ${depth}`);
  }
  if (interlace !== 0) {
    throw refuse("it is interlaced: save it again without interlacing");
  }
  const rowBytes = 1 + Math.ceil(width * channels * depth / 8);
  const required = height * rowBytes;
  if (required - height > MAXIMUM_PIXEL_BYTES) {
    throw refuse(
      `its pixels must take at most ${MAXIMUM_PIXEL_BYTES} bytes: current value is ${
        required - height
      }; save it with fewer of them, or with 8 bits a colour`,
    );
  }
  const pixels = chunks.filter(({ type }) => type === "IDAT");
  const actual = await inflatedLength(
    pixels.map(({ data }) => data),
    required,
  );
  if (actual !== required) throw refuse("its pixels are damaged or cut short");
  const wanted = COLOUR_CHUNKS[colourType] ?? [];
  const colours = wanted.flatMap((type) =>
    chunks.filter((chunk) => chunk.type === type)
  );
  if (colourType === 3) {
    if (colours.some(({ data }) => data.length > 3 * 256)) {
      throw refuse("its palette is damaged");
    }
  } else if (colours.some(({ data }) => data.length !== 2 * channels)) {
    throw refuse("its transparent colour is damaged");
  }
  const parts = [header, ...colours, ...pixels, chunks.at(-1)!]
    .map(({ whole }) => whole);
  const blob = new Blob([Uint8Array.from(SIGNATURE), ...parts]);
  return new Uint8Array(await blob.arrayBuffer());
}

/** The chunks up to IEND, or up to the first that is cut short. */
function* readChunks(bytes: Uint8Array<ArrayBuffer>): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let offset = SIGNATURE.length;
  while (offset + 12 <= bytes.length) {
    const length = view.getUint32(offset);
    const end = offset + 12 + length;
    if (end > bytes.length) return;
    const type = String.fromCharCode(
      ...bytes.subarray(offset + 4, offset + 8),
    );
    yield {
      type,
      data: bytes.subarray(offset + 8, end - 4),
      whole: bytes.subarray(offset, end),
    };
    if (type === "IEND") return;
    offset = end;
  }
}

/** Length after decompression; gives up, with -1, beyond `most` or on damage. */
async function inflatedLength(
  parts: readonly Uint8Array<ArrayBuffer>[],
  most: number,
): Promise<number> {
  let length = 0;
  const stream = ReadableStream.from(slices(parts))
    .pipeThrough(new DecompressionStream("deflate"));
  try {
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > most) return -1;
    }
  } catch {
    return -1;
  }
  return length;
}

function* slices(
  parts: readonly Uint8Array<ArrayBuffer>[],
): Generator<Uint8Array<ArrayBuffer>> {
  for (const part of parts) {
    for (let start = 0; start < part.length; start += SLICE) {
      yield part.subarray(start, start + SLICE);
    }
  }
}
