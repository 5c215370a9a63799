import { FileError, fileError } from "../../files/errors.ts";
import {
  type IdxArray,
  idxHeaderBytes,
  type IdxShape,
  parseIdx,
  readIdxHeader,
  wrongLength,
} from "./format.ts";

/**
 * Bytes handed to the decompressor at once. Deflate expands at most 1,032 times,
 * so at most 17 MB lie in memory beyond what has been accepted.
 */
const SLICE = 16 * 1024;

/** First allocation for a file whose real length is not known yet. */
const FIRST_BUFFER = 1024 * 1024;

/**
 * Reads an IDX file of unsigned bytes, plain or compressed by gzip (told apart
 * by their first bytes, not by name).
 *
 * Memory follows what the file holds, not what its header promises: nothing is
 * allocated for a plain file of another length, and a compressed one is read no
 * further than its header's length.
 *
 * @param path The file
 * @param shape The shape it must have, for example `[undefined, 28, 28]`
 * @throws {FileError} if it cannot be read, is damaged or has another shape
 */
export async function readIdxFile(
  path: string,
  shape: IdxShape,
): Promise<IdxArray> {
  try {
    // By its path: asking the open file, Deno wants a permission for what a link
    // leads to
    const { size, isFile } = await Deno.stat(path);
    if (!isFile) {
      throw new FileError(`Cannot read IDX file "${path}": it is not a file`);
    }
    using file = await Deno.open(path);
    const start = await readUpTo(file, idxHeaderBytes(shape.length));
    const gzipped = start[0] === 0x1f && start[1] === 0x8b;
    const bytes = gzipped
      ? await readCompressed(file, start, shape, path)
      : await readPlain(file, start, size, shape, path);
    return parseIdx(bytes, shape, path);
  } catch (error) {
    throw fileError(`Cannot read IDX file "${path}"`, error);
  }
}

async function readPlain(
  file: Deno.FsFile,
  start: Uint8Array,
  size: number,
  shape: IdxShape,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { totalBytes } = readIdxHeader(start, shape, path);
  if (size !== totalBytes) throw wrongLength(path, totalBytes, String(size));
  const rest = await readUpTo(file, totalBytes - start.length);
  const bytes = new Uint8Array(start.length + rest.length);
  bytes.set(start);
  bytes.set(rest, start.length);
  return bytes;
}

async function readCompressed(
  file: Deno.FsFile,
  start: Uint8Array<ArrayBuffer>,
  shape: IdxShape,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const headerBytes = idxHeaderBytes(shape.length);
  let buffer = new Uint8Array(FIRST_BUFFER);
  let length = 0;
  let totalBytes: number | undefined;
  const stream = ReadableStream.from(slices(file, start))
    .pipeThrough(new DecompressionStream("gzip"));
  try {
    for await (const chunk of stream) {
      const needed = length + chunk.length;
      if (totalBytes !== undefined && needed > totalBytes) {
        throw wrongLength(path, totalBytes, `more than ${totalBytes}`);
      }
      if (needed > buffer.length) {
        const larger = Math.max(needed, buffer.length * 2);
        buffer = copyTo(
          new Uint8Array(Math.min(larger, totalBytes ?? larger)),
          buffer.subarray(0, length),
        );
      }
      buffer.set(chunk, length);
      length = needed;
      if (totalBytes === undefined && length >= headerBytes) {
        ({ totalBytes } = readIdxHeader(buffer, shape, path));
        if (length > totalBytes) {
          throw wrongLength(path, totalBytes, `more than ${totalBytes}`);
        }
      }
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new FileError(
      `Cannot read IDX file "${path}": its gzip data is damaged or cut short after ${length} bytes of content`,
      { cause: error },
    );
  }
  return buffer.length === length ? buffer : buffer.slice(0, length);
}

async function* slices(
  file: Deno.FsFile,
  start: Uint8Array<ArrayBuffer>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield start;
  while (true) {
    const slice = new Uint8Array(SLICE);
    const count = await file.read(slice);
    if (count === null) return;
    yield slice.subarray(0, count);
  }
}

/** Reads that many bytes, or all there are where there are fewer. */
async function readUpTo(
  file: Deno.FsFile,
  count: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(count);
  let length = 0;
  while (length < count) {
    const read = await file.read(bytes.subarray(length));
    if (read === null) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

function copyTo(
  target: Uint8Array<ArrayBuffer>,
  source: Uint8Array,
): Uint8Array<ArrayBuffer> {
  target.set(source);
  return target;
}
