import { isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { LibraryError } from "./errors.ts";

/** The folder in the user's cache. */
const NAME = "deno-tensorflow";

/** The project that this module is developed in, if it lies there. */
const PROJECT = "../../../";

/** What {@linkcode defaultCacheDir} depends on. */
export interface CacheDirOptions {
  /** Reads an environment variable; the process's by default. */
  readonly environment?: (name: string) => string | undefined;
  /** The URL of this module. */
  readonly module?: string;
  /** The URLs of the program and of the working directory. */
  readonly places?: readonly string[];
  /** The operating system. */
  readonly os?: typeof Deno.build.os;
}

/**
 * The default folder for downloaded copies: in the user's cache, or `data/tensorflow`
 * for programs that lie or run in the project that this module is developed in.
 *
 * @throws {LibraryError} if the environment does not say where the user's cache is.
 */
export async function defaultCacheDir(
  {
    environment = (name) => Deno.env.get(name),
    module = import.meta.url,
    places = [Deno.mainModule, ...workingDirectory()],
    os = Deno.build.os,
  }: CacheDirOptions = {},
): Promise<string> {
  const own = await projectFolder(module, places);
  if (own !== undefined) return join(own, "data", "tensorflow");
  if (os === "linux") {
    const cache = environment("XDG_CACHE_HOME");
    // "If an implementation encounters a relative path […] it should consider the path
    // invalid": XDG Base Directory Specification
    if (cache && isAbsolute(cache)) return join(cache, NAME);
  }
  const variable = os === "windows" ? "LOCALAPPDATA" : "HOME";
  const home = environment(variable);
  if (home) return join(home, ...underHome(os), NAME);
  throw new LibraryError(
    `Cannot choose a folder for TensorFlow's library: ${variable} must be set: it is not; set it, or TENSORFLOW_DIR, or give init() a cacheDir`,
  );
}

function underHome(os: string): string[] {
  if (os === "windows") return [];
  return os === "darwin" ? ["Library", "Caches"] : [".cache"];
}

/** Nothing without permission to know it. */
function workingDirectory(): string[] {
  try {
    return [pathToFileURL(join(Deno.cwd(), "/")).href];
  } catch {
    return [];
  }
}

/** The project's folder, for its own programs: notebooks, tests, commands. */
async function projectFolder(
  module: string,
  places: readonly string[],
): Promise<string | undefined> {
  if (!module.startsWith("file:")) return undefined;
  const folder = new URL(PROJECT, module);
  if (!places.some((place) => place.startsWith(folder.href))) return undefined;
  try {
    const text = await Deno.readTextFile(new URL("deno.json", folder));
    const { workspace } = JSON.parse(text);
    const here = new URL("..", module).href;
    const isMember = Array.isArray(workspace) &&
      workspace.some((member) => new URL(`${member}/`, folder).href === here);
    return isMember ? fileURLToPath(folder) : undefined;
  } catch {
    return undefined;
  }
}
