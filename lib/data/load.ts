import { basename } from "node:path";
import { FileError } from "../files/errors.ts";
import { readClassNames } from "./idx/class_names.ts";
import type { Dataset } from "./digits.ts";
import { DownloadError } from "./download/mirrors.ts";
import { fillCache, type FillOptions } from "./mnist/cache.ts";
import {
  DIGIT_FILE_ROLES,
  type DigitFiles,
  MNIST_MIRRORS,
} from "./mnist/checksums.ts";
import {
  checksumError,
  findDigitFiles,
  type FolderContent,
  readDigitFolder,
} from "./mnist/folder.ts";
import {
  defaultCacheDir,
  type DigitFolders,
  readMnistDir,
  withOriginInErrors,
} from "./mnist/locate.ts";
import { holdsFolders } from "./pictures/find.ts";
import { loadPictures, type PictureOptions } from "./pictures/load.ts";
import { syntheticDataset } from "./synthetic/digits.ts";

/** Options of {@linkcode loadDigits}. */
export interface LoadOptions extends DigitFolders, Partial<FillOptions> {
  /** Whether to do without a download. */
  readonly offline?: boolean;
  /** Seed of the synthetic digits. Default 1. */
  readonly seed?: number;
  /** Called as pictures are read, with the number of files. */
  readonly onPictures?: PictureOptions["onProgress"];
}

/**
 * Loads a training set and a test set from the first of these sources:
 *
 * 1. the folder `data`: MNIST, another set in its format, which has no checksums to
 *    verify (`onWarning` says so), or a folder of pictures for {@linkcode loadPictures};
 * 2. the folder `mnistDir`: MNIST, checksums verified;
 * 3. the folder `cacheDir`: MNIST, checksums verified; missing or damaged files
 *    are downloaded;
 * 4. synthetic digits, if MNIST is not available (`onWarning` says so).
 *
 * If a folder that was named lacks a file or holds a damaged one, that is an
 * error; nothing else is loaded in its place. A folder `data` in which some files
 * are MNIST's and others are not counts as a damaged MNIST.
 *
 * @throws {FileError} with one line that says what is wrong and what to do
 */
export async function loadDigits(options: LoadOptions = {}): Promise<Dataset> {
  const { data, files, onWarning, seed } = options;
  if (data !== undefined) {
    return await withOriginInErrors(
      "--data",
      data,
      () => loadAnySet(data, options),
    );
  }
  const mnistDir = options.mnistDir ?? readMnistDir();
  if (mnistDir) {
    return await withOriginInErrors(
      "MNIST_DIR",
      mnistDir,
      () => loadMnist(mnistDir, files),
    );
  }
  const cacheDir = options.cacheDir ?? defaultCacheDir();
  const cached = await loadCached(cacheDir, files);
  if (cached) return cached;
  const reason = options.offline
    ? `"${cacheDir}" does not hold all of it, and downloads are turned off`
    : await download(cacheDir, options);
  if (reason === undefined) return await loadMnist(cacheDir, files);
  const synthetic = syntheticDataset({ seed });
  onWarning?.(
    `MNIST is not available (${reason}): going on with ${synthetic.train.count} + ${synthetic.test.count} SYNTHETIC digits drawn by this program; results on them say nothing about MNIST. Set MNIST_DIR to a folder with its four IDX files, or name one with --data`,
  );
  return synthetic;
}

async function loadAnySet(
  folder: string,
  { files, onWarning, onPictures, signal }: LoadOptions,
): Promise<Dataset> {
  const idxFiles = Object.values(await findDigitFiles(folder))
    .filter((path) => path !== undefined);
  if (idxFiles.length === 0 && await holdsFolders(folder)) {
    return await loadPictures(folder, {
      onWarning,
      onProgress: onPictures,
      signal,
    });
  }
  const classes = await readClassNames(folder);
  const content = await readDigitFolder(folder, files, classes);
  const { train, test, mismatches } = content;
  if (mismatches.length === 0) return mnistDataset(content, folder);
  if (mismatches.length < DIGIT_FILE_ROLES.length) {
    throw checksumError(
      mismatches[0],
      "other files of its folder are MNIST's: fetch this one again",
    );
  }
  onWarning?.(
    `The images in "${folder}" are not MNIST: they are read without checksums, so damage to them may go unnoticed`,
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
  return mnistDataset(content, folder);
}

/** MNIST from the cache; undefined if a file is missing or damaged. */
async function loadCached(
  folder: string,
  files: DigitFiles | undefined,
): Promise<Dataset | undefined> {
  try {
    return await loadMnist(folder, files);
  } catch (error) {
    // fillCache() warns of a damaged file
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** Downloads missing files; returns the reason if that fails. */
async function download(
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

function mnistDataset({ train, test }: FolderContent, place: string): Dataset {
  return { train, test, source: { kind: "mnist", name: "MNIST", place } };
}
