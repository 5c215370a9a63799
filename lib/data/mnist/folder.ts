import { join } from "node:path";
import { createDigits, type Digits } from "../digits.ts";
import { DataError } from "../errors.ts";
import { FileError, fileError } from "../../files/errors.ts";
import { readIdxFile } from "../idx/file.ts";
import {
  DIGIT_FILE_ROLES,
  type DigitFileRole,
  type DigitFiles,
  MNIST_FILES,
} from "./checksums.ts";
import { sha256 } from "../../files/sha256.ts";

/** The four files of a folder: each one's path, or undefined where missing. */
export type DigitPaths = Record<DigitFileRole, string | undefined>;

/** A file whose content is not what it should be. */
export interface Mismatch {
  readonly path: string;
  /** SHA-256 of what the file holds, decompressed. */
  readonly actual: string;
  /** SHA-256 of what it should hold. */
  readonly required: string;
}

/** What the four files of a folder hold. */
export interface DigitFolder {
  readonly train: Digits;
  readonly test: Digits;
  /** The files whose checksums are others than they should be. */
  readonly mismatches: readonly Mismatch[];
}

/**
 * Looks for the four files of a set of digits, plain or with `.gz`, under the
 * names of MNIST's own or with a dot in place of the last hyphen but one
 * (`train-images.idx3-ubyte`), as some archives spell them.
 *
 * @throws {FileError} if the folder cannot be read
 */
export async function findDigitFiles(folder: string): Promise<DigitPaths> {
  const names = new Set<string>();
  try {
    for await (const entry of Deno.readDir(folder)) names.add(entry.name);
  } catch (error) {
    throw fileError(`Cannot read folder "${folder}"`, error);
  }
  const paths = DIGIT_FILE_ROLES.map((role) => {
    const name = MNIST_FILES[role].name;
    const dotted = name.replace("-idx", ".idx");
    const found = [name, `${name}.gz`, dotted, `${dotted}.gz`]
      .find((candidate) => names.has(candidate));
    return [role, found && join(folder, found)];
  });
  return Object.fromEntries(paths);
}

/** The names of the files that were not found. */
export function missingFiles(paths: DigitPaths): string[] {
  return DIGIT_FILE_ROLES.filter((role) => paths[role] === undefined)
    .map((role) => MNIST_FILES[role].name);
}

/**
 * Reads the four files of a folder and compares each with its checksum.
 *
 * @param files What the files should be, MNIST's by default
 * @throws {FileError} if a file is missing, cannot be read, is damaged, or its
 * images and labels do not belong together
 */
export async function readDigitFolder(
  folder: string,
  files: DigitFiles = MNIST_FILES,
): Promise<DigitFolder> {
  const paths = await findDigitFiles(folder);
  const missing = missingFiles(paths);
  if (missing.length > 0) {
    throw new FileError(
      `Cannot read digits from folder "${folder}": it must hold four IDX files, plain or with .gz: missing ${
        missing.join(", ")
      }`,
    );
  }
  const mismatches: Mismatch[] = [];
  const read = async (role: DigitFileRole) => {
    const path = paths[role]!;
    const { data, bytes } = await readIdxFile(path, files[role].shape);
    const actual = await sha256(bytes);
    const required = files[role].sha256;
    if (actual !== required) mismatches.push({ path, actual, required });
    return data;
  };
  // One after the other: a failure must not leave other files being read.
  const trainLabels = await read("trainLabels");
  const testLabels = await read("testLabels");
  const trainImages = await read("trainImages");
  const testImages = await read("testImages");
  return {
    train: joinDigits(paths, "train", trainImages, trainLabels),
    test: joinDigits(paths, "test", testImages, testLabels),
    mismatches,
  };
}

/** The error for a file that should be MNIST's and is not. */
export function checksumError(
  { path, actual, required }: Mismatch,
  advice: string,
): FileError {
  const [wanted, found] = [required, actual].map((sum) => sum.slice(0, 12));
  return new FileError(
    `Cannot use "${path}" as MNIST: SHA-256 of its content must be ${wanted}…: current value is ${found}…: ${advice}`,
  );
}

function joinDigits(
  paths: DigitPaths,
  half: "train" | "test",
  images: Uint8Array<ArrayBuffer>,
  labels: Uint8Array<ArrayBuffer>,
): Digits {
  try {
    return createDigits(images, labels);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new FileError(
      `Cannot use "${paths[`${half}Images`]}" with "${
        paths[`${half}Labels`]
      }": ${error.message}`,
      { cause: error },
    );
  }
}
