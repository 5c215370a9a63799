/**
 * Finds TensorFlow's C library, or downloads it.
 *
 * The order is: `TENSORFLOW_DIR`; with a GPU, a CUDA build in the active Python
 * environment; the copy in the user's cache; any TensorFlow in the active Python
 * environment; a download into the user's cache, with pip where it is there.
 *
 * @module
 */
import { resolve } from "node:path";
import { LibraryError, LibraryNotFoundError } from "./errors.ts";
import { notFoundMessage } from "./not_found_message.ts";
import type { LibraryFolder } from "./library_folder.ts";
import { hasPermission } from "./has_permission.ts";
import { hasGpu } from "./gpu.ts";
import { installCopy } from "./install/install_copy.ts";
import { runInterruptibly } from "./interruptible_task.ts";
import { findPip } from "./install/pip.ts";
import { type Platform, platformOf } from "./platform.ts";
import { type Reporter, stderrReporter } from "./progress.ts";
import { defaultCacheDir } from "./default_cache_dir.ts";
import { requireWritable } from "./permissions.ts";
import { PYTHONS } from "./python.ts";
import { searchCopy, searchPython, searchTensorFlowDir } from "./search.ts";

export * from "./errors.ts";
export {
  type LibraryFolder,
  MINIMUM_VERSION,
  requireWholeFiles,
} from "./library_folder.ts";
export { hasGpu } from "./gpu.ts";
export { findPip, type Pip } from "./install/pip.ts";
export { type PermissionOptions, requirePermissions } from "./permissions.ts";
export { PYTHONS } from "./python.ts";
export { type CommandResult, runCommand } from "./run_command.ts";
export { type Platform, platformOf, VERSION, type Wheel } from "./platform.ts";
export { type Progress, type Reporter, stderrReporter } from "./progress.ts";

/** TensorFlow's C library on this machine. */
export interface Library extends LibraryFolder {
  /** Where it was found. */
  origin: "TENSORFLOW_DIR" | "project" | "python" | "download";
}

/** Options of {@linkcode findLibrary}. */
export interface FindOptions extends Partial<Reporter> {
  /**
   * The folder for downloaded copies; by default `deno-tensorflow` in the user's cache
   * (`XDG_CACHE_HOME`, `~/.cache`, `~/Library/Caches`).
   */
  cacheDir?: string;
  /** Whether to download the library if none is found; true by default. */
  download?: boolean;
  /** Aborts a download and removes what it has written. */
  signal?: AbortSignal;
  /** Reads an environment variable; the process's by default. */
  environment?: (name: string) => string | undefined;
  /** Python interpreters to try; `python3`, then `python` by default. */
  pythons?: readonly string[];
  /** Whether to prefer a CUDA build; by default if {@linkcode hasGpu}. */
  gpu?: boolean;
  /** The platform to search for; this machine's by default. */
  platform?: Platform;
}

/**
 * Finds TensorFlow's C library, or downloads it; doesn't open it. Progress and
 * notes go to standard error unless `onProgress` and `onNote` are given.
 *
 * @throws {UnsupportedPlatformError} if TensorFlow publishes none for this
 * machine.
 * @throws {LibraryNotFoundError} if `TENSORFLOW_DIR` names a folder without it,
 * or it is neither found nor downloaded. The message lists the places searched
 * and what to do.
 * @throws The signal's reason, or an `AbortError` after Ctrl-C, if a download
 * was interrupted.
 */
export async function findLibrary(options: FindOptions = {}): Promise<Library> {
  const platform = options.platform ?? platformOf();
  const environment = options.environment ?? ((name) => Deno.env.get(name));
  const pythons = options.pythons ?? PYTHONS;
  const searched: string[] = [];
  const log = (line: string) => searched.push(line);

  const named = environment("TENSORFLOW_DIR");
  if (named) {
    return {
      ...await searchTensorFlowDir(named, platform),
      origin: "TENSORFLOW_DIR",
    };
  }
  log("TENSORFLOW_DIR: not set");

  // Starting an interpreter takes longer than everything else: it is done at
  // most once, and only if it can matter
  const gpu = options.gpu ?? await hasGpu(environment);
  const reporter = reporterOf(options);
  const searchOnce = () =>
    searchPython(environment, pythons, platform, log, reporter.onNote);
  const early = gpu ? await searchOnce() : undefined;
  if (early?.cuda) return { ...early, origin: "python" };

  const cacheDir = resolve(
    options.cacheDir ?? await defaultCacheDir({ environment }),
  );
  const copy = await searchCopy(cacheDir, platform, log);
  if (copy) return { ...copy, origin: "project" };

  const late = gpu ? early : await searchOnce();
  if (late) return { ...late, origin: "python" };

  if (options.download === false) {
    throw new LibraryNotFoundError(notFoundMessage(platform, { searched }), {
      searched,
    });
  }
  const fetched = await fetchLibrary(cacheDir, platform, pythons, searched, {
    ...reporter,
    signal: options.signal,
  });
  return { ...fetched, origin: "download" };
}

function reporterOf(options: FindOptions): Reporter {
  const standard = stderrReporter();
  return {
    onProgress: options.onProgress ?? standard.onProgress,
    onNote: options.onNote ?? standard.onNote,
  };
}

/**
 * @throws {LibraryNotFoundError} if the download fails.
 * @throws {PermissionError} if the folder may not be written.
 */
async function fetchLibrary(
  cacheDir: string,
  platform: Platform,
  pythons: readonly string[],
  searched: string[],
  options: Reporter & { signal?: AbortSignal },
): Promise<LibraryFolder> {
  const found = await findPip(pythons);
  const pip = Array.isArray(found) ? undefined : found;
  const { host } = new URL(platform.wheel.url);
  if (Array.isArray(found) && !(await hasPermission({ name: "net", host }))) {
    searched.push(...found);
    throw new LibraryNotFoundError(
      notFoundMessage(platform, {
        searched,
        fetching:
          `Cannot fetch it: Python with pip must be installed, or Deno must permit --allow-net=${host}: ${
            pythons.join(" and ")
          } have no pip`,
        withoutPip: true,
      }),
      { searched },
    );
  }
  requireWritable(cacheDir, platform);
  const { wheel } = platform;
  options.onNote(
    `TensorFlow's C library is not on this machine: fetching ` +
      `${wheel.package} ${wheel.version} (${
        Math.round(wheel.size / 1e6)
      } MB) ` +
      `into ${cacheDir}`,
  );
  try {
    return await runInterruptibly(
      options.signal,
      (signal) => installCopy(cacheDir, platform, pip, options, signal),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name === "AbortError") throw error;
    if (options.signal?.aborted) throw error;
    const fetching = error instanceof LibraryError
      ? error.message
      : `Cannot write into ${cacheDir}: ${error.message}`;
    throw new LibraryNotFoundError(
      notFoundMessage(platform, { searched, fetching }),
      {
        cause: error,
        searched,
      },
    );
  }
}
