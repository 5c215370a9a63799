import { createHash } from "node:crypto";
import { FileError } from "../../../files/errors.ts";
import { type PictureFile, shown } from "../find.ts";
import { areDigits, readDigit, readDrawing } from "../read_digits.ts";
import type { Warnings } from "./warnings.ts";

/** Files that are read at once; large pictures are decoded one at a time. */
const AT_ONCE = 4;

/** A picture that was read, made like MNIST's. */
export interface Picture extends PictureFile {
  /** uint8 [28, 28]. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/**
 * Reads the files in order; those that can't be read are left out.
 *
 * @throws {DOMException} named AbortError, when the signal aborts
 */
export async function readFiles(
  files: readonly PictureFile[],
  { onProgress, signal }: {
    onProgress?(done: number, total: number): void;
    readonly signal?: AbortSignal;
  },
  warnings: Warnings,
): Promise<Picture[]> {
  const pictures: Picture[] = [];
  const names = files.map(({ className }) => className);
  const read = areDigits(names) ? readDigit : readDrawing;
  for (let start = 0; start < files.length; start += AT_ONCE) {
    signal?.throwIfAborted();
    const batch = files.slice(start, start + AT_ONCE);
    const results = await Promise.all(
      batch.map((file) => readPicture(file, read)),
    );
    for (const result of results) {
      if (result instanceof FileError) warnings.add(result.message);
      else pictures.push(result);
    }
    onProgress?.(start + batch.length, files.length);
  }
  signal?.throwIfAborted();
  return pictures;
}

async function readPicture(
  file: PictureFile,
  read: typeof readDigit,
): Promise<Picture | FileError> {
  try {
    return { ...file, pixels: await read(file.path) };
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
}

/** A picture that is there twice would be learned and then asked for. */
export function withoutDuplicates(
  pictures: readonly Picture[],
  warnings: Warnings,
): Picture[] {
  const first = new Map<string, Picture>();
  return pictures.filter((picture) => {
    const digest = createHash("sha256").update(picture.pixels)
      .digest("base64");
    const earlier = first.get(digest);
    if (!earlier) {
      first.set(digest, picture);
      return true;
    }
    warnings.add(
      `Left out "${shown(picture.path)}": it shows the same as "${
        shown(earlier.path)
      }"`,
    );
    return false;
  });
}
