import { join } from "node:path";
import {
  downloadFile,
  type DownloadProgress,
  type DownloadTiming,
} from "../download/download.ts";
import { FileError, fileError } from "../../files/errors.ts";
import { checksumError, findDigitFiles } from "./folder.ts";
import { readIdxFile } from "../idx/file.ts";
import { withLock } from "../../files/lock.ts";
import {
  DIGIT_FILE_ROLES,
  type DigitFile,
  type DigitFiles,
  MNIST_FILES,
} from "./checksums.ts";
import { sha256 } from "../../files/sha256.ts";

/** Options of {@linkcode fillCache}. */
export interface FillOptions {
  readonly mirrors: readonly string[];
  /** What the files must be, MNIST's by default. */
  readonly files?: DigitFiles;
  readonly timing?: Partial<DownloadTiming>;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Told of a damaged file, and of waiting for another process. */
  readonly onWarning?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** What a mirror's file may be longer than MNIST's decompressed one. */
const GZIP_OVERHEAD = 64 * 1024;

/**
 * Downloads the files of MNIST that a folder lacks or holds damaged, one process
 * at a time: the others wait, and then find them there.
 *
 * @param folder Made where there is none
 * @throws {DownloadError} if a file cannot be had from any mirror
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
    () => fetchMissing(folder, options),
    { onWait, signal },
  );
}

async function fetchMissing(
  folder: string,
  options: FillOptions,
): Promise<void> {
  const paths = await findDigitFiles(folder);
  const files = options.files ?? MNIST_FILES;
  let mirrors = [...options.mirrors];
  for (const role of DIGIT_FILE_ROLES) {
    const file = files[role];
    const path = paths[role];
    if (path !== undefined) {
      const fault = await faultOf(path, file);
      if (fault === undefined) continue;
      options.onWarning?.(`${fault.message}: fetching it again`);
    }
    const name = `${file.name}.gz`;
    const destination = join(folder, name);
    const served = await downloadFile(name, destination, {
      ...options,
      mirrors,
      maximumBytes: file.bytes + GZIP_OVERHEAD,
      accept: async (part) => {
        const fault = await faultOf(part, file);
        if (fault) throw fault;
      },
    });
    // A damaged file under another name would be found before the new one.
    if (path !== undefined && path !== destination) await Deno.remove(path);
    mirrors = [served, ...mirrors.filter((mirror) => mirror !== served)];
  }
}

/** What is wrong with a file that should be MNIST's, if anything is. */
async function faultOf(
  path: string,
  { shape, sha256: required }: DigitFile,
): Promise<FileError | undefined> {
  try {
    const { bytes } = await readIdxFile(path, shape);
    const actual = await sha256(bytes);
    if (actual === required) return undefined;
    return checksumError({ path, actual, required }, "it is damaged");
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
}
