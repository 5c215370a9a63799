import { join } from "node:path";
import { FileError } from "../../files/errors.ts";
import { holdsFolders } from "../pictures/find.ts";
import { findDigitFiles, requireDigitFiles } from "./folder.ts";

/** The folders in which digits are looked for. */
export interface DigitFolders {
  /** A folder of four IDX files or of pictures (`--data`). */
  readonly data?: string;
  /** A folder with MNIST; default: the variable `MNIST_DIR`. Empty: none. */
  readonly mnistDir?: string;
  /** The folder for downloads; default: {@linkcode defaultCacheDir}. */
  readonly cacheDir?: string;
}

/** Where digits were found. */
export interface DigitLocation {
  /** What named the folder. */
  readonly origin: "--data" | "MNIST_DIR" | "cache";
  /** Its path. */
  readonly folder: string;
}

/** `data/mnist` in this project, or in the working folder if the code is remote. */
export function defaultCacheDir(): string {
  const { dirname } = import.meta;
  return dirname ? join(dirname, "../../../data/mnist") : "data/mnist";
}

/**
 * Where `loadDigits` would find its files, without reading them; undefined if it
 * would have to download them.
 *
 * @throws {FileError} if a named folder lacks a file or cannot be read
 */
export async function locateDigits(
  options: DigitFolders = {},
): Promise<DigitLocation | undefined> {
  const mnistDir = options.mnistDir ?? readMnistDir();
  const named = [["--data", options.data], ["MNIST_DIR", mnistDir]] as const;
  for (const [origin, folder] of named) {
    if (!folder) continue;
    await withOriginInErrors(origin, folder, async () => {
      const found = Object.values(await findDigitFiles(folder));
      const pictures = origin === "--data" &&
        found.every((path) => path === undefined) && await holdsFolders(folder);
      if (!pictures) await requireDigitFiles(folder);
    });
    return { origin, folder };
  }
  const folder = options.cacheDir ?? defaultCacheDir();
  const complete = await requireDigitFiles(folder).then(
    () => true,
    () => false,
  );
  return complete ? { origin: "cache", folder } : undefined;
}

/**
 * Runs an action on a folder, and adds to its errors what named the folder.
 *
 * @throws {FileError} if the action throws one, or the folder's name is empty
 */
export async function withOriginInErrors<T>(
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
