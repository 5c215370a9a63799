import { join } from "node:path";
import {
  removeTemporaries,
  writeFileAtomically,
} from "../../files/atomic_file.ts";
import { FileError, fileError } from "../../files/errors.ts";
import { withLock } from "../../files/lock.ts";
import { sha256 } from "../../files/sha256.ts";
import {
  downloadFile,
  type DownloadProgress,
  type DownloadTiming,
} from "../download/mirrors.ts";
import { decodeIdx, readIdxFile } from "../idx/file.ts";
import type { IdxArray } from "../idx/format.ts";
import {
  DIGIT_FILE_ROLES,
  type DigitFile,
  type DigitFiles,
  MNIST_FILES,
} from "./checksums.ts";
import { checksumError, findDigitFiles } from "./folder.ts";

/** Options of {@linkcode fillCache}. */
export interface FillOptions {
  /** Folders that hold the files as `.gz`, each ending in a slash, best first. */
  readonly mirrors: readonly string[];
  /** The files to expect, MNIST's by default. */
  readonly files?: DigitFiles;
  /** How patient the download is. */
  readonly timing?: Partial<DownloadTiming>;
  /** Called as bytes arrive. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Called with a line about a damaged file, or another process at work. */
  readonly onWarning?: (message: string) => void;
  /** Ends the download; files that have arrived stay. */
  readonly signal?: AbortSignal;
}

/** How much longer a mirror's file may be than the decompressed one. */
const GZIP_OVERHEAD = 64 * 1024;

/**
 * Downloads the files of MNIST that are missing from a folder or damaged there.
 * One process downloads at a time; the others wait, then find the files.
 *
 * @param folder Created if it does not exist
 * @throws {DownloadError} if no mirror sends a file
 * @throws {FileError} if the folder cannot be written
 */
export async function fillCache(
  folder: string,
  options: FillOptions,
): Promise<void> {
  const { onWarning, signal } = options;
  try {
    await Deno.mkdir(folder, { recursive: true });
  } catch (error) {
    throw fileError(`Cannot make folder "${folder}"`, error);
  }
  const onWait = (holder: number | undefined) =>
    onWarning?.(
      `Waiting for ${
        holder === undefined ? "another process" : `process ${holder}`
      }, which is downloading MNIST into "${folder}"`,
    );
  await withLock(
    join(folder, ".lock"),
    () => downloadMissing(folder, options),
    { onWait, signal },
  );
}

async function downloadMissing(
  folder: string,
  { mirrors, files = MNIST_FILES, onWarning, ...options }: FillOptions,
): Promise<void> {
  await removeTemporaries(folder);
  const paths = await findDigitFiles(folder);
  let bestFirst = mirrors;
  for (const role of DIGIT_FILE_ROLES) {
    const file = files[role];
    const path = paths[role];
    if (path !== undefined) {
      const fault = await faultOf(path, file);
      if (!fault) continue;
      onWarning?.(`${fault.message}: downloading it again`);
    }
    const name = `${file.name}.gz`;
    const { content, mirror } = await downloadFile(name, {
      ...options,
      mirrors: bestFirst,
      maximumBytes: file.bytes + GZIP_OVERHEAD,
      check: async (content) =>
        requireChecksum(await decodeIdx(content, file.shape, name), file, name),
    });
    bestFirst = [mirror, ...mirrors.filter((other) => other !== mirror)];
    const destination = join(folder, name);
    try {
      await writeFileAtomically(destination, content);
      // A damaged file under another name would be found before the new one
      if (path && path !== destination) await Deno.remove(path);
    } catch (error) {
      throw fileError(`Cannot write "${destination}"`, error);
    }
  }
}

/** Why a file cannot be used; undefined if it can. */
async function faultOf(
  path: string,
  file: DigitFile,
): Promise<FileError | undefined> {
  try {
    await requireChecksum(await readIdxFile(path, file.shape), file, path);
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
}

async function requireChecksum(
  { bytes }: IdxArray,
  { sha256: required }: DigitFile,
  path: string,
): Promise<void> {
  const actual = await sha256(bytes);
  if (actual === required) return;
  throw checksumError({ path, actual, required }, "it is damaged");
}
