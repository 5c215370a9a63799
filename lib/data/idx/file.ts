import { decompress } from "../../files/decompress.ts";
import { FileError, fileError } from "../../files/errors.ts";
import { readSmallFile } from "../../files/small_file.ts";
import {
  type IdxArray,
  idxHeaderBytes,
  type IdxShape,
  MAXIMUM_COUNT,
  parseIdx,
  readIdxHeader,
  wrongLength,
} from "./format.ts";

/** First allocation for content whose length is not known yet. */
const FIRST_BUFFER = 64 * 1024;

/**
 * Reads an IDX file of unsigned bytes, plain or compressed by gzip; its first
 * bytes tell which, not its name.
 *
 * @param shape The shape it must have, for example `[undefined, 28, 28]`
 * @throws {FileError} if it cannot be read, is damaged or has another shape
 */
export async function readIdxFile(
  path: string,
  shape: IdxShape,
): Promise<IdxArray> {
  const action = `Cannot read IDX file "${path}"`;
  const elements = shape.reduce<number>(
    (product, length) => product * (length ?? MAXIMUM_COUNT),
    1,
  );
  const maximumBytes = idxHeaderBytes(shape.length) + elements;
  try {
    const bytes = await readSmallFile(path, maximumBytes, action);
    return await decodeIdx(bytes, shape, path);
  } catch (error) {
    throw fileError(action, error);
  }
}

/**
 * As {@linkcode readIdxFile}, from the file's content.
 *
 * Memory follows the content, not what its header promises; decompression stops
 * at the length that the header gives.
 *
 * @param name Shown in errors, usually the path
 */
export async function decodeIdx(
  content: Uint8Array<ArrayBuffer>,
  shape: IdxShape,
  name: string,
): Promise<IdxArray> {
  const compressed = content[0] === 0x1f && content[1] === 0x8b;
  const bytes = compressed ? await gunzip(content, shape, name) : content;
  return parseIdx(bytes, shape, name);
}

async function gunzip(
  content: Uint8Array<ArrayBuffer>,
  shape: IdxShape,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const headerBytes = idxHeaderBytes(shape.length);
  let bytes = new Uint8Array(FIRST_BUFFER);
  let length = 0;
  let totalBytes: number | undefined;
  try {
    for await (const chunk of decompress([content], "gzip")) {
      const start = length;
      length += chunk.length;
      if (totalBytes !== undefined && length > totalBytes) {
        throw wrongLength(name, totalBytes, `more than ${totalBytes}`);
      }
      if (length > bytes.length) {
        const larger = Math.min(2 * length, totalBytes ?? Infinity);
        bytes = new Uint8Array(bytes.buffer.transfer(larger));
      }
      bytes.set(chunk, start);
      if (totalBytes === undefined && length >= headerBytes) {
        ({ totalBytes } = readIdxHeader(bytes, shape, name));
      }
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new FileError(
      `Cannot read IDX file "${name}": its gzip data is damaged or cut short after ${length} bytes of content`,
      { cause: error },
    );
  }
  return bytes.subarray(0, length);
}
