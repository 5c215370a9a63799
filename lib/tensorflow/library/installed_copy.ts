import { join } from "node:path";
import { inspectFolder, type LibraryFolder } from "./library_folder.ts";
import type { Platform } from "./platform.ts";

/** File that lists the contents of a copy. */
export const MANIFEST = "manifest.json";

/** The contents of a copy; the last file written into it. */
export interface Manifest {
  /** TensorFlow's version. */
  version: string;
  /** The package of the wheel. */
  package: string;
  /** The wheel's hash. */
  sha256: string;
  /** The size of each file in bytes. */
  files: Record<string, number>;
}

/** Whether a copy is ready, missing or damaged. */
export type CopyState =
  | { state: "ready"; folder: LibraryFolder }
  | { state: "missing" }
  | { state: "broken"; reason: string };

/** The project's own copy: a folder named after version and platform. */
export function copyFolder(cacheDir: string, platform: Platform): string {
  return join(cacheDir, `${platform.wheel.version}-${platform.id}`);
}

/**
 * Checks the project's own copy. Files are compared with the manifest by size
 * only: reading 850 MB would take a second at each start.
 */
export async function inspectCopy(
  cacheDir: string,
  platform: Platform,
): Promise<CopyState> {
  const directory = copyFolder(cacheDir, platform);
  try {
    if (!(await Deno.stat(directory)).isDirectory) {
      return { state: "broken", reason: "is not a folder" };
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { state: "missing" };
    return { state: "broken", reason: (error as Error).message };
  }
  const fault = await manifestFault(directory, platform);
  if (fault !== undefined) return { state: "broken", reason: fault };
  const inspection = await inspectFolder(directory, platform);
  if ("reason" in inspection) return { state: "broken", ...inspection };
  const version = platform.wheel.version;
  return { state: "ready", folder: { ...inspection.folder, version } };
}

async function manifestFault(
  directory: string,
  platform: Platform,
): Promise<string | undefined> {
  let manifest: Partial<Manifest>;
  try {
    const text = await Deno.readTextFile(join(directory, MANIFEST));
    manifest = JSON.parse(text) ?? {};
  } catch (error) {
    return `${MANIFEST} cannot be read: ${(error as Error).message}`;
  }
  if (manifest.sha256 !== platform.wheel.sha256) {
    return "comes from another wheel";
  }
  const files = manifest.files ?? {};
  for (const name of [platform.framework, platform.cc]) {
    if (!Object.hasOwn(files, name)) return `${MANIFEST} does not list ${name}`;
  }
  for (const [name, bytes] of Object.entries(files)) {
    const size = await sizeOf(join(directory, name));
    if (size === undefined) return `${name} is not there`;
    if (size !== bytes) return `${name} has ${size} of ${bytes} bytes`;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
