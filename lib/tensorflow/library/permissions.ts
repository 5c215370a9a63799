import { defaultCacheDir } from "./default_cache_dir.ts";
import { LibraryError, PermissionError } from "./errors.ts";
import { inspectCopy } from "./installed_copy.ts";
import { type Platform, platformOf } from "./platform.ts";
import { PYTHONS } from "./python.ts";

/** Of the options of `findLibrary()`, those that matter here. */
export interface PermissionOptions {
  /** The folder for downloaded copies. */
  readonly cacheDir?: string;
  /** Whether the library may be downloaded. */
  readonly download?: boolean;
  /** Reads an environment variable. */
  readonly environment?: (name: string) => string | undefined;
  /** Python interpreters to try. */
  readonly pythons?: readonly string[];
  /** The platform to search for. */
  readonly platform?: Platform;
}

/** Variables that are set before TensorFlow is opened. */
const SET = ["TF_CPP_MIN_LOG_LEVEL", "TF_ENABLE_ONEDNN_OPTS"];

/** The default folder as a shell writes it, where the environment can't be read. */
const SHELL_CACHE = Deno.build.os === "darwin"
  ? "$HOME/Library/Caches/deno-tensorflow"
  : "${XDG_CACHE_HOME:-$HOME/.cache}/deno-tensorflow";

/**
 * Checks all that finding, fetching and opening the library will need, before Deno
 * refuses, or asks for, one after the other.
 *
 * @throws {PermissionError} with every flag that is missing.
 */
export async function requirePermissions(
  options: PermissionOptions = {},
): Promise<void> {
  const { hidden, folder, places, named } = await readPlaces(options);
  const flags = hidden.length > 0 ? [`--allow-env=${hidden.join(",")}`] : [];
  const mayOpen = (path: string) =>
    granted("read", path) && granted("ffi", path);
  if (!places.some(mayOpen)) {
    if (!granted("read", folder)) flags.push(`--allow-read=${folder}`);
    if (!granted("ffi", folder)) flags.push(`--allow-ffi=${folder}`);
  }
  const platform = options.platform ?? platformOf();
  const mayFetch = options.download !== false && !named && places.length < 2 &&
    !(granted("read", folder) &&
      (await inspectCopy(folder, platform)).state === "ready");
  const pythonRuns = (options.pythons ?? PYTHONS)
    .some((name) => granted("run", name));
  const fetching = mayFetch ? fetchFlags(folder, pythonRuns, platform) : [];
  // Python may have the library: whether to fetch it shows later
  if (flags.length === 0 && (fetching.length === 0 || pythonRuns)) return;
  throw permissionError(flags, fetching, platform);
}

/**
 * Checks what fetching the library into a folder needs.
 *
 * @throws {PermissionError} if the folder must not be written.
 */
export function requireWritable(cacheDir: string, platform: Platform): void {
  const flags = fetchFlags(cacheDir, true, platform);
  if (flags.length > 0) throw permissionError([], flags, platform);
}

interface Places {
  /** Variables that may not be read. */
  readonly hidden: readonly string[];
  /** The folder for flags, as a word of a shell. */
  readonly folder: string;
  /** Folders that may hold the library. */
  readonly places: readonly string[];
  /** Whether `TENSORFLOW_DIR` names the folder. */
  readonly named: boolean;
}

async function readPlaces(options: PermissionOptions): Promise<Places> {
  const hidden = SET.filter((name) => !granted("env", name));
  const environment = options.environment ?? ((name) => {
    if (granted("env", name)) return Deno.env.get(name);
    hidden.push(name);
  });
  const named = environment("TENSORFLOW_DIR");
  const prefixes = ["VIRTUAL_ENV", "CONDA_PREFIX"].map(environment)
    .filter((path): path is string => Boolean(path));
  environment("CUDA_VISIBLE_DEVICES");
  if (named) return { hidden, folder: named, places: [named], named: true };
  const cacheDir = options.cacheDir ??
    await defaultCacheDir({ environment }).catch((error) => {
      if (error instanceof LibraryError && hidden.length > 0) {
        return SHELL_CACHE;
      }
      throw error;
    });
  const folder = hidden.includes("TENSORFLOW_DIR")
    ? `"\${TENSORFLOW_DIR:-${cacheDir}}"`
    : cacheDir;
  return { hidden, folder, places: [folder, ...prefixes], named: false };
}

/** Without Python, the library comes straight from the package index's server. */
function fetchFlags(
  folder: string,
  pythonRuns: boolean,
  { wheel }: Platform,
): string[] {
  const flags: string[] = [];
  const { host } = new URL(wheel.url);
  if (!pythonRuns && !granted("net", host)) flags.push(`--allow-net=${host}`);
  if (!granted("write", folder)) flags.push(`--allow-write=${folder}`);
  return flags;
}

function granted(
  kind: "env" | "read" | "ffi" | "run" | "write" | "net",
  value: string,
): boolean {
  const { state } = Deno.permissions.querySync(
    kind === "env"
      ? { name: kind, variable: value }
      : kind === "run"
      ? { name: kind, command: value }
      : kind === "net"
      ? { name: kind, host: value }
      : { name: kind, path: value },
  );
  return state === "granted";
}

function permissionError(
  flags: readonly string[],
  fetching: readonly string[],
  { wheel }: Platform,
): PermissionError {
  const megabytes = Math.round(wheel.size / 1e6);
  return new PermissionError(
    [
      "Cannot load TensorFlow: Deno must permit what it needs: add these flags, or -A, which permits everything",
      ...flags.length > 0 ? [`  ${flags.join(" ")}`] : [],
      ...fetching.length > 0
        ? [
          `To fetch TensorFlow's library, once (${megabytes} MB):`,
          `  ${fetching.join(" ")}`,
        ]
        : [],
    ].join("\n"),
    [...flags, ...fetching],
  );
}
