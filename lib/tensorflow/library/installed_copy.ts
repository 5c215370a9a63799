import { join } from "node:path";
import { inspectFolder, type LibraryFolder } from "./library_folder.ts";
import type { Platform } from "./platform.ts";

/** Name of the file that says what a copy must hold. */
export const MANIFEST = "manifest.json";

/** What was unpacked, written last into a copy. */
export interface Manifest {
  version: string;
  /** Package and hash of the wheel it came from. */
  package: string;
  sha256: string;
  /** Bytes of each file. */
  files: Record<string, number>;
}

/** Whether a copy can be used, is missing, or is there but damaged. */
export type CopyState =
  | { state: "ready"; folder: LibraryFolder }
  | { state: "missing" }
  | { state: "broken"; reason: string };

/** Folder of the project's own copy: its name tells version and platform. */
export function copyFolder(cacheDir: string, platform: Platform): string {
  return join(cacheDir, `${platform.wheel.version}-${platform.id}`);
}

/**
 * Looks at the project's own copy. Sizes are compared with the manifest, not
 * contents: reading 850 MB would cost a second at each start.
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
