import { join } from "node:path";
import { FileError } from "../../files/errors.ts";
import { findDigitFiles, missingFiles } from "./folder.ts";

/** The folders in which digits are looked for. */
export interface Places {
  /** Folder with four IDX files, MNIST's or another set's (`--data`). */
  readonly data?: string;
  /** Folder with MNIST; by default the variable `MNIST_DIR`. Empty: none. */
  readonly mnistDir?: string;
  /** Where downloads are kept; by default {@linkcode defaultCacheDir}. */
  readonly cacheDir?: string;
}

/** `data/mnist` of this project; of the working folder where it is not local. */
export function defaultCacheDir(): string {
  const { dirname } = import.meta;
  return dirname ? join(dirname, "../../../data/mnist") : "data/mnist";
}

/**
 * Where `loadDigits` would find files, without reading their content: for a
 * report of what is installed.
 *
 * @throws {FileError} if a named folder lacks a file or cannot be read
 */
export async function locateDigits(
  options: Places = {},
): Promise<
  { origin: "--data" | "MNIST_DIR" | "cache"; folder: string } | undefined
> {
  const mnistDir = options.mnistDir ?? readMnistDir();
  const places = [["--data", options.data], ["MNIST_DIR", mnistDir]] as const;
  for (const [origin, folder] of places) {
    if (!folder) continue;
    await withOrigin(origin, folder, async () => {
      const missing = missingFiles(await findDigitFiles(folder));
      if (missing.length > 0) {
        throw new FileError(
          `Cannot read digits from folder "${folder}": missing ${
            missing.join(", ")
          }`,
        );
      }
    });
    return { origin, folder };
  }
  const folder = options.cacheDir ?? defaultCacheDir();
  const paths = await findDigitFiles(folder).catch(() => undefined);
  return paths && missingFiles(paths).length === 0
    ? { origin: "cache", folder }
    : undefined;
}

/** Adds to an error's message what named the folder. */
export async function withOrigin<T>(
  origin: string,
  folder: string,
  action: () => Promise<T>,
): Promise<T> {
  if (folder === "") {
    throw new FileError(`${origin} must name a folder: it is empty`);
  }
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new FileError(`${error.message} (folder given by ${origin})`, {
      cause: error,
    });
  }
}

/**
 * The variable `MNIST_DIR`.
 *
 * @throws {FileError} if Deno was not given the permission to read it
 */
export function readMnistDir(): string | undefined {
  try {
    return Deno.env.get("MNIST_DIR");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new FileError(
      "Cannot read the variable MNIST_DIR: Deno was not given the permission --allow-env=MNIST_DIR",
      { cause: error },
    );
  }
}
