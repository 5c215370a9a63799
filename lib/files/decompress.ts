type Bytes = Uint8Array<ArrayBuffer>;

/** Deflate makes at most 1,032 bytes of one, so 4 MB of a slice. */
const SLICE = 4096;

/**
 * Decompresses parts of one stream, slice by slice: a caller that stops reading
 * at a size of its own takes little memory beyond it.
 *
 * @throws {TypeError} while it is read, if the data is damaged or cut short
 */
export function decompress(
  parts: Iterable<Bytes>,
  format: "gzip" | "deflate",
): ReadableStream<Bytes> {
  return ReadableStream.from(slices(parts))
    .pipeThrough(new DecompressionStream(format));
}

function* slices(parts: Iterable<Bytes>): Generator<Bytes> {
  for (const part of parts) {
    for (let start = 0; start < part.length; start += SLICE) {
      yield part.subarray(start, start + SLICE);
    }
  }
}
