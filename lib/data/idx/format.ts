/**
 * The IDX format, in which MNIST is published: two zero bytes, the type of the
 * elements (0x08: unsigned byte), the number of dimensions, each dimension as a
 * 32-bit big-endian number, then the elements, the last dimension varying fastest.
 *
 * Format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten
 * digits", section "The IDX file format".
 *
 * @module
 */
import { FileError } from "../../files/errors.ts";

/** An array of unsigned bytes. */
export interface IdxArray {
  /** The shape, the slowest dimension first. */
  readonly dimensions: readonly number[];
  /** The elements, as a view of `bytes`. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** The whole decompressed file, header included; checksums are taken of it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The shape that a file must have. `undefined` allows any length from 1 to
 * {@linkcode MAXIMUM_COUNT}.
 */
export type IdxShape = readonly (number | undefined)[];

/** The content of an IDX header. */
export interface IdxHeader {
  readonly dimensions: readonly number[];
  /** Length of the header, in bytes. */
  readonly headerBytes: number;
  /** Length of header and elements, in bytes. */
  readonly totalBytes: number;
}

/**
 * The largest number of images that is read. The largest set known to us in this
 * format, EMNIST ByClass, has 814,255.
 */
export const MAXIMUM_COUNT = 1_000_000;

const UNSIGNED_BYTE = 0x08;

/** Length of a header with that many dimensions, in bytes. */
export function idxHeaderBytes(dimensions: number): number {
  return 4 + 4 * dimensions;
}

/**
 * Reads and checks a header.
 *
 * @param start The first bytes of the file, or all of it
 * @param shape The shape that the file must have
 * @param name Shown in errors, usually the path
 * @throws {FileError} if the header is cut short or of another shape
 */
export function readIdxHeader(
  start: Uint8Array,
  shape: IdxShape,
  name: string,
): IdxHeader {
  const headerBytes = idxHeaderBytes(shape.length);
  if (start.length < headerBytes) {
    throw idxError(
      name,
      `its header must have ${headerBytes} bytes: the file ends after ${start.length}`,
    );
  }
  const view = new DataView(start.buffer, start.byteOffset, headerBytes);
  const magic = view.getUint32(0);
  const required = UNSIGNED_BYTE << 8 | shape.length;
  if (magic !== required) {
    throw idxError(
      name,
      `magic number must be ${hex(required)}: current value is ${hex(magic)}`,
    );
  }
  const dimensions = shape.map((_, i) => view.getUint32(4 + 4 * i));
  dimensions.forEach((length, i) => {
    const expected = shape[i];
    if (expected === undefined ? outOfRange(length) : length !== expected) {
      throw idxError(
        name,
        `dimension ${i + 1} must be ${
          expected ?? `from 1 to ${MAXIMUM_COUNT}`
        }: current value is ${length}`,
      );
    }
  });
  const elements = dimensions.reduce((product, length) => product * length, 1);
  return { dimensions, headerBytes, totalBytes: headerBytes + elements };
}

/**
 * Reads an array of unsigned bytes from a whole, decompressed file.
 *
 * @throws {FileError} if it is not an IDX file of that shape and length
 */
export function parseIdx(
  bytes: Uint8Array<ArrayBuffer>,
  shape: IdxShape,
  name: string,
): IdxArray {
  const { dimensions, headerBytes, totalBytes } = readIdxHeader(
    bytes,
    shape,
    name,
  );
  if (bytes.length !== totalBytes) {
    throw wrongLength(name, totalBytes, String(bytes.length));
  }
  return { dimensions, data: bytes.subarray(headerBytes), bytes };
}

/**
 * Writes an array of unsigned bytes as an IDX file.
 *
 * @param data Bytes, as many as the shape has
 * @throws {RangeError} if the shape does not fit the data or the format
 */
export function encodeIdx(
  dimensions: readonly number[],
  data: ArrayLike<number>,
): Uint8Array<ArrayBuffer> {
  if (dimensions.length < 1 || dimensions.length > 255) {
    throw new RangeError(
      `Cannot write IDX: there must be from 1 to 255 dimensions: current value is ${dimensions.length}`,
    );
  }
  for (const length of dimensions) {
    if (!Number.isInteger(length) || length < 0 || length > 0xffffffff) {
      throw new RangeError(
        `Cannot write IDX: a dimension must be a whole number from 0 to 2^32 - 1: current value is ${length}`,
      );
    }
  }
  const elements = dimensions.reduce((product, length) => product * length, 1);
  if (data.length !== elements) {
    throw new RangeError(
      `Cannot write IDX: shape [${dimensions}] needs ${elements} bytes: current value is ${data.length}`,
    );
  }
  const wrong = Array.prototype.findIndex.call(data, (byte) => byte > 255);
  if (wrong >= 0) {
    throw new RangeError(
      `Cannot write IDX: each value must be a byte: value ${wrong} is ${
        data[wrong]
      }`,
    );
  }
  const headerBytes = idxHeaderBytes(dimensions.length);
  const bytes = new Uint8Array(headerBytes + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, UNSIGNED_BYTE << 8 | dimensions.length);
  dimensions.forEach((length, i) => view.setUint32(4 + 4 * i, length));
  bytes.set(data, headerBytes);
  return bytes;
}

/** The error for a file whose length is not the one that its header gives. */
export function wrongLength(
  name: string,
  totalBytes: number,
  actual: string,
): FileError {
  return idxError(
    name,
    `it must have ${totalBytes} bytes, as its header says: current value is ${actual}`,
  );
}

function idxError(name: string, rest: string): FileError {
  return new FileError(`Cannot read IDX file "${name}": ${rest}`);
}

function outOfRange(length: number): boolean {
  return length < 1 || length > MAXIMUM_COUNT;
}

function hex(word: number): string {
  return "0x" + word.toString(16).padStart(8, "0");
}
