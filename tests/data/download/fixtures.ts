import {
  downloadFile,
  type DownloadOptions,
} from "../../../lib/data/download/download.ts";
import { FileError } from "../../../lib/files/errors.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

/** What the right file holds. */
export const content = Uint8Array.from(
  { length: 50_000 },
  (_, i) => i * 7 + (i >> 8),
);
/** Little patience, so that tests are fast. */
export const timing = { answerMs: 500, stallMs: 500, retryMs: 1, rounds: 3 };

/** Accepts the right file. */
async function accept(path: string): Promise<void> {
  const bytes = await Deno.readFile(path);
  if (
    bytes.length !== content.length || bytes.some((b, i) => b !== content[i])
  ) {
    throw new FileError("not the file that was asked for");
  }
}

/** Downloads `file.gz` into a folder. */
export function download(
  folder: string,
  mirrors: string[],
  options: Partial<DownloadOptions> = {},
): Promise<string> {
  return downloadFile("file.gz", `${folder}/file.gz`, {
    mirrors,
    maximumBytes: 60_000,
    accept,
    timing,
    ...options,
  });
}

/** A body that sends bytes and never ends. */
export function hanging(bytes: Bytes): ReadableStream<Bytes> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes),
  });
}

/** An answer that ends after 20,000 of the 50,000 bytes that it promised. */
export function cut(body: Bytes) {
  return {
    head: 'HTTP/1.1 200 OK\r\nETag: "v1"\r\nContent-Length: 50000',
    body: body.subarray(0, 20_000),
  };
}

/** Answers like a server that knows `Range` and `If-Range`. */
export function withRanges(
  request: Request,
  tag: string,
  whole: Bytes,
): Response {
  const start = /^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "")?.[1];
  const headers = { etag: tag };
  if (start === undefined || request.headers.get("if-range") !== tag) {
    return new Response(whole, { headers });
  }
  const range = `bytes ${start}-${whole.length - 1}/${whole.length}`;
  return new Response(whole.slice(Number(start)), {
    status: 206,
    headers: { ...headers, "content-range": range },
  });
}
