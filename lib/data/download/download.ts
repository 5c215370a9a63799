import { FileError, fileError } from "../../files/errors.ts";
import { removePart } from "./part.ts";
import { transfer, type TransferLimits } from "./transfer.ts";
import { TransferError } from "./transfer_error.ts";

/** How far a download has come. */
export interface DownloadProgress {
  /** Name of the file. */
  readonly file: string;
  /** Bytes that have arrived, those of an earlier attempt included. */
  readonly receivedBytes: number;
  /** Length of the file, where the server gives it. */
  readonly totalBytes: number | undefined;
}

/** Patience with servers, in milliseconds. */
export interface DownloadTiming {
  /** Longest wait for an answer. */
  readonly answerMs: number;
  /** A server that sends fewer than 4 KiB in this time has stalled. */
  readonly stallMs: number;
  /** Pause before the second round of the mirrors; it doubles each round. */
  readonly retryMs: number;
  /** How often the mirrors are gone through. */
  readonly rounds: number;
}

/** Options of {@linkcode downloadFile}. */
export interface DownloadOptions {
  /** Folders that hold the file, each ending in a slash, best first. */
  readonly mirrors: readonly string[];
  /** Most bytes that the file may have. */
  readonly maximumBytes: number;
  /** Throws a {@linkcode FileError} if the file is not what it should be. */
  readonly accept: (path: string) => Promise<void>;
  readonly timing?: Partial<DownloadTiming>;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Ends the download; what has arrived is kept for the next one. */
  readonly signal?: AbortSignal;
}

/** No mirror had the file. The message names each one's last reason. */
export class DownloadError extends FileError {
  override name = "DownloadError";
}

const TIMING: DownloadTiming = {
  answerMs: 15_000,
  stallMs: 20_000,
  retryMs: 1_000,
  rounds: 3,
};

const STALL_BYTES = 4096;

/**
 * Downloads one file and puts it in place by an atomic rename once it has been
 * accepted: whatever happens, `destination` never holds part of a file.
 *
 * The mirrors are gone through in turn, in several rounds with growing pauses. A
 * mirror that was cut off is resumed at once, as long as bytes keep arriving;
 * one that lacks the file, sends another or does not answer is not asked again.
 * Not safe against another process with the same destination: hold a lock.
 *
 * @param name The file's name at the mirrors
 * @param destination Path of the finished file; `.part` and `.part.json` beside
 * it are used on the way
 * @returns The mirror that had the file
 * @throws {DownloadError} if no mirror had it
 * @throws {FileError} if it cannot be written
 */
export async function downloadFile(
  name: string,
  destination: string,
  options: DownloadOptions,
): Promise<string> {
  const { mirrors, signal } = options;
  const timing = { ...TIMING, ...options.timing };
  const reasons = new Map<string, string>();
  const live = new Set(mirrors);
  for (let round = 0; round < timing.rounds && live.size > 0; round++) {
    if (round > 0) await pause(timing.retryMs * 2 ** (round - 1), signal);
    for (const mirror of live) {
      const failure = await tryMirror(
        mirror,
        name,
        destination,
        options,
        timing,
      );
      if (!failure) return mirror;
      reasons.set(mirror, failure.message);
      if (!failure.retry) live.delete(mirror);
    }
  }
  throw new DownloadError(`Cannot download ${name}: ${summary(reasons)}`);
}

/** "a.org, b.org: dns error; c.org: answered with status 404" */
function summary(reasons: Map<string, string>): string {
  const hosts = Map.groupBy(reasons, ([, reason]) => reason);
  const parts = [...hosts].map(([reason, entries]) =>
    `${entries.map(([mirror]) => new URL(mirror).host).join(", ")}: ${reason}`
  );
  return parts.join("; ") || "there is no mirror";
}

/** Attempts for as long as bytes keep arriving; returns why it gave up. */
async function tryMirror(
  mirror: string,
  name: string,
  destination: string,
  options: DownloadOptions,
  timing: DownloadTiming,
): Promise<TransferError | undefined> {
  const { maximumBytes, onProgress, signal } = options;
  const limits: TransferLimits = {
    ...timing,
    maximumBytes,
    stallBytes: STALL_BYTES,
  };
  const partPath = `${destination}.part`;
  const url = new URL(name, mirror).href;
  const report = (receivedBytes: number, totalBytes: number | undefined) =>
    onProgress?.({ file: name, receivedBytes, totalBytes });
  let failure: TransferError | undefined;
  for (let attempt = 0; attempt < timing.rounds; attempt++) {
    try {
      const { resumed } = await transfer(
        url,
        partPath,
        limits,
        report,
        signal,
      );
      failure = await settle(partPath, destination, resumed, options.accept);
      if (!failure) return undefined;
      if (!failure.retry) return failure;
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      failure = error;
      if (!failure.retry || failure.receivedBytes === 0) return failure;
    }
  }
  return failure;
}

/** Accepts a complete partial file and renames it, or removes it. */
async function settle(
  partPath: string,
  destination: string,
  resumed: boolean,
  accept: (path: string) => Promise<void>,
): Promise<TransferError | undefined> {
  try {
    await accept(partPath);
  } catch (error) {
    await removePart(partPath);
    if (!(error instanceof FileError)) throw error;
    // Two attempts may not fit together: then the whole file is worth a try.
    return new TransferError(`sent another file: ${error.message}`, resumed);
  }
  try {
    await Deno.rename(partPath, destination);
    await removePart(partPath);
  } catch (error) {
    throw fileError(`Cannot write "${destination}"`, error);
  }
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
  signal?.throwIfAborted();
}
