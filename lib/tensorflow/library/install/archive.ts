import { createHash } from "node:crypto";
import {
  type Entry,
  type FileEntry,
  Reader,
  ZipReader,
} from "npm:@zip.js/zip.js@2.24.0";
import { BrokenDownloadError } from "../errors.ts";

/** Options of {@linkcode unpack}. */
export interface UnpackOptions {
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Unpacks files of a ZIP archive, chunk by chunk, and checks size and CRC-32.
 *
 * @param archive Path of the archive.
 * @param targets The path for each file, by its name in the archive. Only these
 * are written, so names in the archive can't choose a path.
 * @returns The size of each file in bytes, by its name in the archive.
 * @throws {BrokenDownloadError} if the archive is damaged or lacks a file.
 */
export async function unpack(
  archive: string,
  targets: Record<string, string>,
  { onProgress, signal }: UnpackOptions = {},
): Promise<Record<string, number>> {
  using file = await Deno.open(archive);
  const zip = new ZipReader(new FileReader(file), {
    checkSignature: true,
    useWebWorkers: false,
  });
  const entries = await listEntries(zip, archive);
  const chosen = Object.keys(targets).map((name) => {
    const entry = entries.get(name);
    if (entry === undefined) {
      throw new BrokenDownloadError(
        `Cannot unpack "${archive}": it must contain "${name}": ` +
          `it holds ${entries.size} other files`,
      );
    }
    return entry;
  });
  const total = chosen.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  const sizes: Record<string, number> = {};
  let done = 0;
  for (const entry of chosen) {
    const sink = await fileSink(targets[entry.filename], (bytes) => {
      done += bytes;
      onProgress?.(done, total);
    });
    try {
      await entry.getData(sink, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Error) || isOfTheSystem(error)) throw error;
      throw new BrokenDownloadError(
        `Cannot unpack "${entry.filename}" of "${archive}": ` +
          `it must be whole: ${error.message}`,
      );
    }
    sizes[entry.filename] = entry.uncompressedSize;
  }
  return sizes;
}

/** SHA-256 of a file, in lower-case hexadecimal. */
export async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  const file = await Deno.open(path);
  for await (const chunk of file.readable) hash.update(chunk);
  return hash.digest("hex");
}

async function listEntries(
  zip: ZipReader<Deno.FsFile>,
  archive: string,
): Promise<Map<string, FileEntry>> {
  let entries: Entry[];
  try {
    entries = await zip.getEntries();
  } catch (error) {
    throw new BrokenDownloadError(
      `Cannot read "${archive}": it must be a ZIP archive: ${
        (error as Error).message
      }`,
    );
  }
  return new Map(
    entries.filter((entry) => !entry.directory)
      .map((entry) => [entry.filename, entry as FileEntry]),
  );
}

/** Whether it is the system's error (a full disk), not zip.js's. */
function isOfTheSystem(error: Error): boolean {
  return "code" in error || Object.values(Deno.errors)
    .some((family) => error instanceof family);
}

/** Random access to a file, for zip.js. */
class FileReader extends Reader<Deno.FsFile> {
  readonly #file: Deno.FsFile;

  constructor(file: Deno.FsFile) {
    super(file);
    this.#file = file;
  }

  override async init(): Promise<void> {
    await super.init?.();
    this.size = await this.#file.seek(0, Deno.SeekMode.End);
  }

  override async readUint8Array(
    index: number,
    length: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    await this.#file.seek(index, Deno.SeekMode.Start);
    let filled = 0;
    while (filled < length) {
      const count = await this.#file.read(bytes.subarray(filled));
      if (count === null) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }
}

/**
 * Writes a new file and flushes it to the disk before closing it, so that after
 * a power cut the renamed folder is complete.
 */
async function fileSink(
  path: string,
  onBytes: (count: number) => void,
): Promise<WritableStream<Uint8Array>> {
  // Opened here, because zip.js may lose the reason if the stream fails to open
  // it
  const file = await Deno.open(path, { write: true, createNew: true });
  return new WritableStream({
    async write(chunk) {
      for (let at = 0; at < chunk.length;) {
        at += await file.write(chunk.subarray(at));
      }
      onBytes(chunk.length);
    },
    async close() {
      await file.syncData();
      file.close();
    },
    abort: () => file.close(),
  });
}
