/** The files that `deno task predict` is given. @module */
import {
  type PictureDigits,
  readDigits,
  type ReadDigitsOptions,
} from "../../data/pictures/read_digits.ts";
import { FileError } from "../../files/errors.ts";
import { say } from "../command/output.ts";

/** Images that are answered together. */
const BATCH_SIZE = 250;

/** After this many milliseconds, what has been read so far is answered. */
const BATCH_TIME = 500;

/** A file with what it shows, or why it can't be answered. */
export type ReadFile =
  & { readonly path: string }
  & (PictureDigits | { readonly error: string });

/**
 * Reads files, says which ones can't be read, and passes on some at a time.
 *
 * @throws {DOMException} named AbortError, when the signal aborts
 */
export async function* readInBatches(
  paths: readonly string[],
  options: ReadDigitsOptions,
  signal: AbortSignal,
): AsyncGenerator<readonly ReadFile[]> {
  let files: ReadFile[] = [];
  let digits = 0;
  let start = performance.now();
  for (const path of paths) {
    signal.throwIfAborted();
    const file = await readFile(path, options);
    files.push(file);
    digits += "error" in file ? 0 : file.digits.length;
    if (digits < BATCH_SIZE && performance.now() - start < BATCH_TIME) continue;
    yield files;
    [files, digits, start] = [[], 0, performance.now()];
  }
  yield files;
}

async function readFile(
  path: string,
  options: ReadDigitsOptions,
): Promise<ReadFile> {
  try {
    return { path, ...await readDigits(path, options) };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    say(error.message);
    return { path, error: error.message };
  }
}
