import { basename, join } from "node:path";
import { BrokenDownloadError, LibraryError } from "../errors.ts";
import type { Wheel } from "../platform.ts";
import type { DownloadOptions } from "./pip.ts";

/**
 * Downloads a wheel without Python, from the package index's own server.
 *
 * @param folder An empty folder.
 * @returns The wheel's path. Its hash is not checked yet.
 * @throws {BrokenDownloadError} if the download is cut off.
 * @throws {LibraryError} if the server can't be reached or has no such file.
 */
export async function fetchWheel(
  wheel: Wheel,
  folder: string,
  { onProgress, signal }: Omit<DownloadOptions, "interval"> = {},
): Promise<string> {
  const body = await open(wheel, signal);
  const path = join(folder, basename(new URL(wheel.url).pathname));
  let done = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      done += chunk.length;
      onProgress?.(Math.min(done, wheel.size), wheel.size);
      controller.enqueue(chunk);
    },
  });
  using file = await Deno.open(path, { write: true, createNew: true });
  const writer = new WritableStream<Uint8Array>({
    async write(chunk) {
      for (let at = 0; at < chunk.length;) {
        at += await file.write(chunk.subarray(at));
      }
    },
  });
  try {
    await body.pipeThrough(count).pipeTo(writer, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    // Of the connection; those of the disk are Deno's own
    if (!(error instanceof TypeError)) throw error;
    throw new BrokenDownloadError(
      `Cannot download ${wheel.url}: the connection must last: ${error.message}`,
    );
  }
  return path;
}

async function open(
  { url }: Wheel,
  signal: AbortSignal | undefined,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  let reason: string;
  try {
    const response = await fetch(url, { signal });
    if (response.ok && response.body) return response.body;
    await response.body?.cancel();
    reason = `it answered ${response.status}`;
  } catch (error) {
    signal?.throwIfAborted();
    const { message, cause } = error as Error;
    reason = cause instanceof Error ? cause.message : message;
  }
  throw new LibraryError(
    `Cannot download ${url}: its server must have it: ${reason}`,
  );
}
