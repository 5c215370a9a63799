import pRetry from "p-retry";
import { FileError } from "../../files/errors.ts";
import { fetchFile, TransferError } from "./fetch_file.ts";

/** How much of a file has arrived. */
export interface DownloadProgress {
  /** Name of the file. */
  readonly file: string;
  /** Bytes that have arrived in this attempt. */
  readonly receivedBytes: number;
  /** Size of the file, if the server gives it. */
  readonly totalBytes: number | undefined;
}

/** How patient a download is. */
export interface DownloadTiming {
  /**
   * A mirror that sends fewer than 4 KiB in this many milliseconds has stalled.
   * Default 20,000.
   */
  readonly stallMs: number;
  /**
   * Pause before the second round over the mirrors, in milliseconds; it doubles
   * each round. Default 1,000.
   */
  readonly retryMs: number;
  /** How many times the mirrors are tried. Default 3. */
  readonly rounds: number;
}

/** Options of {@linkcode downloadFile}. */
export interface DownloadOptions {
  /** Folders that hold the file, each ending in a slash, best first. */
  readonly mirrors: readonly string[];
  /** The largest size that the file may have. */
  readonly maximumBytes: number;
  /** Throws a {@linkcode FileError} if the content is not the right file's. */
  readonly check: (content: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly timing?: Partial<DownloadTiming>;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Ends the download. */
  readonly signal?: AbortSignal;
}

/** A downloaded file. */
export interface Download {
  readonly content: Uint8Array<ArrayBuffer>;
  /** The mirror that sent it. */
  readonly mirror: string;
}

/** No mirror sent the file. The message names each one's last reason. */
export class DownloadError extends FileError {
  /** `"DownloadError"`. */
  override name = "DownloadError";
}

/**
 * Downloads one file into memory from the first mirror that sends the right one.
 *
 * The mirrors are tried in turn, in several rounds with growing pauses. A mirror
 * that lacks the file, sends another one or does not answer is tried only once.
 *
 * @param name The file's name at the mirrors
 * @throws {DownloadError} if no mirror sends it
 */
export async function downloadFile(
  name: string,
  { mirrors, maximumBytes, check, timing, onProgress, signal }: DownloadOptions,
): Promise<Download> {
  const { stallMs = 20_000, retryMs = 1_000, rounds = 3 } = timing ?? {};
  const reasons = new Map<string, string>();
  const candidates = new Set(mirrors);
  const tryMirror = async (mirror: string): Promise<Download> => {
    const content = await fetchFile(new URL(name, mirror).href, {
      maximumBytes,
      stallMs,
      onProgress: (receivedBytes, totalBytes) =>
        onProgress?.({ file: name, receivedBytes, totalBytes }),
      signal,
    });
    await check(content).catch((error) => {
      if (!(error instanceof FileError)) throw error;
      throw new TransferError(`sent another file: ${error.message}`, false);
    });
    return { content, mirror };
  };
  const tryAll = async (): Promise<Download> => {
    for (const mirror of candidates) {
      try {
        return await tryMirror(mirror);
      } catch (error) {
        if (!(error instanceof TransferError)) throw error;
        reasons.set(mirror, error.message);
        if (!error.retry) candidates.delete(mirror);
      }
    }
    throw new DownloadError(`Cannot download ${name}: ${summary(reasons)}`);
  };
  return await pRetry(tryAll, {
    retries: rounds - 1,
    minTimeout: retryMs,
    shouldRetry: ({ error }) =>
      error instanceof DownloadError && candidates.size > 0,
    signal,
  });
}

/** "a.org, b.org: dns error; c.org: answered with status 404" */
function summary(reasons: ReadonlyMap<string, string>): string {
  const mirrorsByReason = Map.groupBy(
    reasons.keys(),
    (key) => reasons.get(key),
  );
  const parts = [...mirrorsByReason].map(([reason, mirrors]) =>
    `${mirrors.map((mirror) => new URL(mirror).host).join(", ")}: ${reason}`
  );
  return parts.join("; ") || "there is no mirror";
}
