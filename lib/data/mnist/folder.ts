import { join } from "node:path";
import { FileError, fileError } from "../../files/errors.ts";
import { sha256 } from "../../files/sha256.ts";
import { createDigits, type Digits } from "../digits.ts";
import { DataError } from "../errors.ts";
import { readIdxFile } from "../idx/file.ts";
import {
  DIGIT_FILE_ROLES,
  type DigitFileRole,
  type DigitFiles,
  MNIST_FILES,
} from "./checksums.ts";

/** A file whose content is not the one that its checksum belongs to. */
export interface ChecksumMismatch {
  readonly path: string;
  /** SHA-256 of the file's content, decompressed. */
  readonly actual: string;
  /** SHA-256 of the right content. */
  readonly required: string;
}

/** The digits in a folder of four IDX files. */
export interface FolderContent {
  readonly train: Digits;
  readonly test: Digits;
  /** The files that have another checksum than they should. */
  readonly mismatches: readonly ChecksumMismatch[];
}

/**
 * Looks for the four files of a set of digits, plain or with `.gz`, under MNIST's
 * names or as some archives spell them: `train-images.idx3-ubyte`.
 *
 * @returns The path of each file that is there
 * @throws {FileError} if the folder cannot be read
 */
export async function findDigitFiles(
  folder: string,
): Promise<Partial<Record<DigitFileRole, string>>> {
  const names = new Set<string>();
  try {
    for await (const entry of Deno.readDir(folder)) names.add(entry.name);
  } catch (error) {
    throw fileError(`Cannot read folder "${folder}"`, error);
  }
  const paths = DIGIT_FILE_ROLES.map((role) => {
    const { name } = MNIST_FILES[role];
    const dotted = name.replace("-idx", ".idx");
    const found = [name, `${name}.gz`, dotted, `${dotted}.gz`]
      .find((candidate) => names.has(candidate));
    return [role, found && join(folder, found)];
  });
  return Object.fromEntries(paths);
}

/**
 * As {@linkcode findDigitFiles}, where all four files must be there.
 *
 * @throws {FileError} if one is missing or the folder cannot be read
 */
export async function requireDigitFiles(
  folder: string,
): Promise<Record<DigitFileRole, string>> {
  const paths = await findDigitFiles(folder);
  const missing = DIGIT_FILE_ROLES.filter((role) => paths[role] === undefined)
    .map((role) => MNIST_FILES[role].name);
  if (missing.length === 0) return paths as Record<DigitFileRole, string>;
  throw new FileError(
    `Cannot read digits from folder "${folder}": it must hold four IDX files, plain or with .gz, or pictures in a folder for each class: missing ${
      missing.join(", ")
    }`,
  );
}

/**
 * Reads the four files of a folder and compares each with its checksum.
 *
 * @param files The files to expect, MNIST's by default
 * @param classes The names of the classes. Default "0" to "9"
 * @throws {FileError} if a file is missing, unreadable or damaged, or if images
 * and labels do not belong together
 */
export async function readDigitFolder(
  folder: string,
  files: DigitFiles = MNIST_FILES,
  classes?: readonly string[],
): Promise<FolderContent> {
  const paths = await requireDigitFiles(folder);
  const mismatches: ChecksumMismatch[] = [];
  const read = async (role: DigitFileRole) => {
    const path = paths[role];
    const { data, bytes } = await readIdxFile(path, files[role].shape);
    const actual = await sha256(bytes);
    const required = files[role].sha256;
    if (actual !== required) mismatches.push({ path, actual, required });
    return data;
  };
  const readDigits = async (
    imagesRole: DigitFileRole,
    labelsRole: DigitFileRole,
  ) => {
    // One at a time: when one fails, no other is still being read
    const labels = await read(labelsRole);
    const images = await read(imagesRole);
    try {
      return createDigits(images, labels, classes);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      throw new FileError(
        `Cannot use "${paths[imagesRole]}" with "${
          paths[labelsRole]
        }": ${error.message}`,
        { cause: error },
      );
    }
  };
  const train = await readDigits("trainImages", "trainLabels");
  const test = await readDigits("testImages", "testLabels");
  return { train, test, mismatches };
}

/** The error for a file that should be one of MNIST's and is not. */
export function checksumError(
  { path, actual, required }: ChecksumMismatch,
  advice: string,
): FileError {
  const [expected, current] = [required, actual].map((sum) => sum.slice(0, 12));
  return new FileError(
    `Cannot use "${path}" as MNIST: SHA-256 of its content must be ${expected}…: current value is ${current}…: ${advice}`,
  );
}
