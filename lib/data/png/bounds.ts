import { decompress } from "../../files/decompress.ts";
import {
  joinChunks,
  type PngChunk,
  type PngHeader,
  readChunks,
  readHeader,
} from "./chunks.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** The largest width and height that are read, in pixels. */
const MAXIMUM_SIDE = 4096;

/** 4,096 × 4,096 pixels of four samples with 8 bits each. */
const MAXIMUM_PIXEL_BYTES = 64 * 1024 * 1024;

/** Samples in a pixel of each colour type: grey, RGB, palette, with alpha. */
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** The chunks that say which colours there are, or which one is transparent. */
const COLOUR_CHUNKS: Record<number, readonly string[]> = {
  0: ["tRNS"],
  2: ["tRNS"],
  3: ["PLTE", "tRNS"],
};

/**
 * Checks a PNG file before it is decoded, so that decoding takes no more memory
 * than the image needs, and leaves out what no image of a digit needs: text,
 * colour profiles, animation, some of them compressed themselves.
 *
 * @returns A file of header, palette, transparent colour, pixels and end
 * @throws {Error} with a reason if it is damaged, interlaced or too large
 */
export async function boundPng(file: Bytes): Promise<Bytes> {
  const chunks = readChunks(file);
  const header = readHeader(chunks[0]);
  const pixels = chunks.filter(({ type }) => type === "IDAT");
  await checkPixels(pixels, pixelBytes(header));
  const colours = (COLOUR_CHUNKS[header.colourType] ?? []).flatMap((type) =>
    chunks.filter((chunk) => chunk.type === type)
  );
  checkColours(colours, header);
  return await joinChunks([chunks[0], ...colours, ...pixels, chunks.at(-1)!]);
}

/**
 * Length of the decompressed pixels (section 7.2 of the specification: each row
 * begins with a byte that names its filter).
 */
function pixelBytes(header: PngHeader): number {
  const { width, height, bitDepth, colourType, interlaced } = header;
  for (const side of [width, height]) {
    if (side < 1 || side > MAXIMUM_SIDE) {
      throw new Error(
        `each side must be from 1 to ${MAXIMUM_SIDE} pixels: current value is ${width} × ${height}`,
      );
    }
  }
  const channels = CHANNELS[colourType];
  if (channels === undefined) {
    throw new Error(`unknown colour type ${colourType}`);
  }
  if (![1, 2, 4, 8, 16].includes(bitDepth) || (bitDepth < 8 && channels > 1)) {
    throw new Error(`unknown bit depth ${bitDepth}`);
  }
  if (interlaced) {
    throw new Error("it is interlaced: save it again without interlacing");
  }
  const rowBytes = Math.ceil(width * channels * bitDepth / 8);
  if (height * rowBytes > MAXIMUM_PIXEL_BYTES) {
    throw new Error(
      `its pixels must take at most ${MAXIMUM_PIXEL_BYTES} bytes: current value is ${
        height * rowBytes
      }; save it with fewer of them, or with 8 bits a colour`,
    );
  }
  return height * (1 + rowBytes);
}

async function checkPixels(
  chunks: readonly PngChunk[],
  required: number,
): Promise<void> {
  let length = 0;
  const compressed = chunks.map(({ data }) => data);
  try {
    for await (const part of decompress(compressed, "deflate")) {
      length += part.length;
      if (length > required) break;
    }
  } catch {
    length = -1;
  }
  if (length !== required) {
    throw new Error("its pixels are damaged or cut short");
  }
}

function checkColours(
  chunks: readonly PngChunk[],
  { colourType }: PngHeader,
): void {
  if (colourType === 3) {
    if (chunks.some(({ data }) => data.length > 3 * 256)) {
      throw new Error("its palette is damaged");
    }
  } else if (
    chunks.some(({ data }) => data.length !== 2 * CHANNELS[colourType])
  ) {
    throw new Error("its transparent colour is damaged");
  }
}
