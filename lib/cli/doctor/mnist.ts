import { fillCache } from "../../data/mnist/cache.ts";
import { FileError } from "../../files/errors.ts";
import { checksumError, readDigitFolder } from "../../data/mnist/folder.ts";
import { defaultCacheDir, locateDigits } from "../../data/mnist/locate.ts";
import { MNIST_MIRRORS } from "../../data/mnist/checksums.ts";
import type { Finding } from "./finding.ts";

/** Options of {@linkcode checkMnist}. */
export interface MnistOptions {
  /** Whether to download MNIST if it is missing or damaged. */
  fetch?: boolean;
  /** As for `loadDigits`. */
  mnistDir?: string;
  cacheDir?: string;
  mirrors?: readonly string[];
  /** Called with a line about a problem during the download. */
  onNote?: (line: string) => void;
}

/** Checks every file of MNIST in the folder that training would read. */
export async function checkMnist(options: MnistOptions): Promise<Finding> {
  const name = "MNIST";
  const cacheDir = options.cacheDir ?? defaultCacheDir();
  let fetchable = false;
  try {
    const place = await locateDigits({ mnistDir: options.mnistDir, cacheDir });
    const folder = place?.folder ?? cacheDir;
    const kept = place?.origin !== "MNIST_DIR";
    fetchable = kept && !options.fetch;
    if (kept && options.fetch) {
      const mirrors = options.mirrors ?? MNIST_MIRRORS;
      await fillCache(folder, { mirrors, onWarning: options.onNote });
    }
    const { train, test, mismatches } = await readDigitFolder(folder);
    if (mismatches.length > 0) {
      throw checksumError(mismatches[0], "fetch it again");
    }
    const origin = kept ? "the project's own copy" : "named by MNIST_DIR";
    const text =
      `${train.count} + ${test.count} images\nin ${folder} (${origin})`;
    return { name, ok: true, text };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const command = fetchable
      ? "deno task doctor --fetch"
      : "set MNIST_DIR to a folder that holds MNIST's four files";
    return { name, ok: false, text: error.message, command };
  }
}
