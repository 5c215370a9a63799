import { basename } from "node:path";
import { fillCache, type FillOptions } from "./mnist/cache.ts";
import type { Dataset } from "./digits.ts";
import { DownloadError } from "./download/download.ts";
import { FileError } from "../files/errors.ts";
import {
  checksumError,
  type DigitFolder,
  readDigitFolder,
} from "./mnist/folder.ts";
import {
  DIGIT_FILE_ROLES,
  type DigitFiles,
  MNIST_MIRRORS,
} from "./mnist/checksums.ts";
import {
  defaultCacheDir,
  type Places,
  readMnistDir,
  withOrigin,
} from "./mnist/locate.ts";
import { syntheticDataset } from "./synthetic/digits.ts";

export { defaultCacheDir, locateDigits } from "./mnist/locate.ts";

/** Options of {@linkcode loadDigits}. */
export interface LoadOptions extends Places, Partial<FillOptions> {
  /** Whether to leave out the download. */
  readonly offline?: boolean;
  /** Seed of the synthetic digits, 1 by default. */
  readonly seed?: number;
}

/**
 * Loads a training and a test set of digits from the first of these places:
 *
 * 1. the folder `data`: MNIST, or another set in its format (then `onWarning`
 *    says that nothing was checked against checksums). Where some of its files
 *    are MNIST's and others are not, MNIST is damaged, and it is refused;
 * 2. the folder `mnistDir`: MNIST only, checksums required;
 * 3. the folder `cacheDir`, the same; what it lacks is downloaded, and what is
 *    damaged is downloaded again;
 * 4. where neither can be had, synthetic digits, and `onWarning` says so.
 *
 * A folder that was named, and does not hold what it should, is an error: there
 * is no falling back from it.
 *
 * @throws {FileError} with one line that says what is wrong and what to do
 */
export async function loadDigits(options: LoadOptions = {}): Promise<Dataset> {
  const { data, files, onWarning, seed } = options;
  if (data !== undefined) {
    return await withOrigin(
      "--data",
      data,
      () => loadAny(data, files, onWarning),
    );
  }
  const mnistDir = options.mnistDir ?? readMnistDir();
  if (mnistDir) {
    return await withOrigin(
      "MNIST_DIR",
      mnistDir,
      () => loadMnist(mnistDir, files),
    );
  }
  const cacheDir = options.cacheDir ?? defaultCacheDir();
  const cached = await loadCached(cacheDir, files);
  if (cached) return cached;
  const reason = options.offline
    ? `"${cacheDir}" holds no whole MNIST, and downloads are turned off`
    : await fill(cacheDir, options);
  if (reason === undefined) return await loadMnist(cacheDir, files);
  const synthetic = syntheticDataset({ seed });
  onWarning?.(
    `MNIST is not to be had (${reason}): going on with ${synthetic.train.count} + ${synthetic.test.count} SYNTHETIC digits, drawn by this program: results on them say nothing about MNIST. Set MNIST_DIR to a folder that holds its four IDX files, or name one by --data`,
  );
  return synthetic;
}

async function loadAny(
  folder: string,
  files: DigitFiles | undefined,
  onWarning?: (message: string) => void,
): Promise<Dataset> {
  const content = await readDigitFolder(folder, files);
  const { train, test, mismatches } = content;
  if (mismatches.length === 0) return mnist(content, folder);
  if (mismatches.length < DIGIT_FILE_ROLES.length) {
    throw checksumError(
      mismatches[0],
      "other files of its folder are MNIST's: fetch this one again",
    );
  }
  onWarning?.(
    `The digits in "${folder}" are not MNIST: they are read without checksums, so damage to them may go unnoticed`,
  );
  const name = `IDX set "${basename(folder)}"`;
  return { train, test, source: { kind: "idx", name, place: folder } };
}

async function loadMnist(
  folder: string,
  files: DigitFiles | undefined,
): Promise<Dataset> {
  const content = await readDigitFolder(folder, files);
  if (content.mismatches.length > 0) {
    throw checksumError(
      content.mismatches[0],
      "fetch it again, or name a folder with another set of digits by --data",
    );
  }
  return mnist(content, folder);
}

/** The cache's MNIST, or undefined where it is not whole. */
async function loadCached(
  folder: string,
  files: DigitFiles | undefined,
): Promise<Dataset | undefined> {
  try {
    return await loadMnist(folder, files);
  } catch (error) {
    // What is wrong with it is told when it is filled.
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** Downloads what is missing; returns why it could not be had, if so. */
async function fill(
  cacheDir: string,
  options: LoadOptions,
): Promise<string | undefined> {
  try {
    await fillCache(cacheDir, {
      ...options,
      mirrors: options.mirrors ?? MNIST_MIRRORS,
    });
  } catch (error) {
    if (error instanceof DownloadError) return error.message;
    throw error;
  }
}

function mnist({ train, test }: DigitFolder, place: string): Dataset {
  return { train, test, source: { kind: "mnist", name: "MNIST", place } };
}
