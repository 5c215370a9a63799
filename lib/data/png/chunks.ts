/**
 * The chunks of which a PNG file consists.
 *
 * Format: W3C, "Portable Network Graphics (PNG) Specification (Third Edition)",
 * sections 5 (structure) and 11 (chunks).
 *
 * @module
 */

type Bytes = Uint8Array<ArrayBuffer>;

/** One chunk; both arrays are views of the file's bytes. */
export interface PngChunk {
  /** Four letters, for example `IDAT`. */
  readonly type: string;
  readonly data: Bytes;
  /** Length, type, data and checksum, as they stand in the file. */
  readonly bytes: Bytes;
}

/** The content of the chunk `IHDR`. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits of each sample, or of each palette index. */
  readonly bitDepth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey + alpha, 6 RGB + alpha. */
  readonly colourType: number;
  readonly interlaced: boolean;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Each takes memory beyond its bytes; ordinary files have a few hundred. */
const MAXIMUM_CHUNKS = 65_536;

/**
 * The chunks of a file, `IEND` the last.
 *
 * @throws {Error} with a reason if it is not a PNG file, or is cut short
 */
export function readChunks(file: Bytes): PngChunk[] {
  if (SIGNATURE.some((byte, i) => file[i] !== byte)) {
    throw new Error("it does not begin as a PNG file does");
  }
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const chunks: PngChunk[] = [];
  let start = SIGNATURE.length;
  while (start + 12 <= file.length) {
    const end = start + 12 + view.getUint32(start);
    if (end > file.length) break;
    if (chunks.length === MAXIMUM_CHUNKS) {
      throw new Error(
        `it must have at most ${MAXIMUM_CHUNKS} chunks: it has more`,
      );
    }
    const type = String.fromCharCode(...file.subarray(start + 4, start + 8));
    chunks.push({
      type,
      data: file.subarray(start + 8, end - 4),
      bytes: file.subarray(start, end),
    });
    if (type === "IEND") return chunks;
    start = end;
  }
  throw new Error("it is cut short");
}

/**
 * Reads a header.
 *
 * @throws {Error} with a reason if the chunk is not one
 */
export function readHeader({ type, data }: PngChunk): PngHeader {
  if (type !== "IHDR" || data.length !== 13) {
    throw new Error("its header is damaged");
  }
  const view = new DataView(data.buffer, data.byteOffset);
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    bitDepth: data[8],
    colourType: data[9],
    interlaced: data[12] !== 0,
  };
}

/** A file of these chunks. */
export async function joinChunks(chunks: readonly PngChunk[]): Promise<Bytes> {
  return await new Blob([SIGNATURE, ...chunks.map(({ bytes }) => bytes)])
    .bytes();
}
