/**
 * Finds TensorFlow's C library on this machine, or fetches it.
 *
 * The order: `TENSORFLOW_DIR`; where a GPU is, a CUDA build in the active
 * Python environment; the project's own copy; any TensorFlow of the active
 * Python environment; and where there is none, a download with pip into the
 * project's own folder.
 *
 * @module
 */
import { resolve } from "node:path";
import { LibraryError, LibraryNotFoundError } from "./errors.ts";
import { notFoundMessage } from "./not_found_message.ts";
import type { LibraryFolder } from "./library_folder.ts";
import { hasGpu } from "./gpu.ts";
import { installCopy } from "./install/install_copy.ts";
import { runInterruptibly } from "./interruptible_task.ts";
import { findPip } from "./install/pip.ts";
import { type Platform, platformOf } from "./platform.ts";
import { type Reporter, stderrReporter } from "./progress.ts";
import { defaultCacheDir } from "./default_cache_dir.ts";
import { PYTHONS } from "./python.ts";
import { searchCopy, searchNamed, searchPython } from "./search.ts";

export * from "./errors.ts";
export { MINIMUM_VERSION } from "./library_folder.ts";
export { hasGpu } from "./gpu.ts";
export { findPip, type Pip } from "./install/pip.ts";
export { type CommandResult, PYTHONS, runCommand } from "./python.ts";
export { type Platform, platformOf, VERSION, type Wheel } from "./platform.ts";
export { type Progress, type Reporter, stderrReporter } from "./progress.ts";

/** Where TensorFlow's C library lies. */
export interface Library extends LibraryFolder {
  /** How it was found. */
  origin: "TENSORFLOW_DIR" | "project" | "python" | "download";
}

/** Options of {@linkcode findLibrary}. */
export interface FindOptions extends Partial<Reporter> {
  /** Folder of the project's own copies; `data/tensorflow` by default. */
  cacheDir?: string;
  /** Whether to fetch the library where none is found; true by default. */
  download?: boolean;
  /** Aborts a download; what it has written is removed. */
  signal?: AbortSignal;
  /** Reads an environment variable; the process's own by default. */
  environment?: (name: string) => string | undefined;
  /** Python interpreters to ask; `python3`, then `python` by default. */
  pythons?: readonly string[];
  /** Whether a CUDA build is preferred; by default, if a GPU seems there. */
  gpu?: boolean;
  /** This machine's by default. */
  platform?: Platform;
}

/**
 * Finds TensorFlow's C library, or fetches it. Nothing is opened. Progress and
 * notes go to standard error, unless `onProgress` and `onNote` are given.
 *
 * @throws {UnsupportedPlatformError} There is none for this machine.
 * @throws {LibraryNotFoundError} `TENSORFLOW_DIR` is set and holds none, or
 * none was found and none could be fetched; the message says what was searched
 * and what to do.
 * @throws The signal's reason, or an `AbortError` after Ctrl-C: a download was
 * interrupted, and what it had written is removed.
 */
export async function findLibrary(options: FindOptions = {}): Promise<Library> {
  const platform = options.platform ?? platformOf();
  const environment = options.environment ?? ((name) => Deno.env.get(name));
  const pythons = options.pythons ?? PYTHONS;
  const searched: string[] = [];
  const log = (line: string) => searched.push(line);

  const named = environment("TENSORFLOW_DIR");
  if (named) {
    return { ...await searchNamed(named, platform), origin: "TENSORFLOW_DIR" };
  }
  log("TENSORFLOW_DIR: not set");

  // Python is asked once, and only when its answer can matter: starting an
  // interpreter takes longer than all the rest.
  const gpu = options.gpu ?? await hasGpu(environment);
  const reporter = reporterOf(options);
  const searchOnce = () =>
    searchPython(environment, pythons, platform, log, reporter.onNote);
  const early = gpu ? await searchOnce() : undefined;
  if (early?.cuda) return { ...early, origin: "python" };

  const cacheDir = resolve(options.cacheDir ?? await defaultCacheDir());
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

/** @throws {LibraryNotFoundError} With the search so far and the reason. */
async function fetchLibrary(
  cacheDir: string,
  platform: Platform,
  pythons: readonly string[],
  searched: string[],
  options: Reporter & { signal?: AbortSignal },
): Promise<LibraryFolder> {
  const pip = await findPip(pythons);
  if (Array.isArray(pip)) {
    searched.push(...pip);
    throw new LibraryNotFoundError(
      notFoundMessage(platform, {
        searched,
        fetching: "Cannot fetch it: Python with pip must be installed: " +
          `${pythons.join(" and ")} have none`,
        withoutPip: true,
      }),
      { searched },
    );
  }
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
