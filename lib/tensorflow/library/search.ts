import { join } from "node:path";
import { copyFolder, inspectCopy } from "./installed_copy.ts";
import { LibraryNotFoundError } from "./errors.ts";
import {
  inspectFolder,
  type LibraryFolder,
  MINIMUM_VERSION,
} from "./library_folder.ts";
import type { Platform } from "./platform.ts";
import { environmentFolders, packageFolder } from "./python.ts";

/** Reads an environment variable. */
export type Environment = (name: string) => string | undefined;

/** Receives a line about a place without a usable library. */
export type Log = (line: string) => void;

/**
 * Checks the folder that `TENSORFLOW_DIR` names, then its subfolders
 * `tensorflow` and `lib`.
 *
 * @throws {LibraryNotFoundError} if none holds a usable library. Other places
 * are not searched, because the user chose this one.
 */
export async function searchTensorFlowDir(
  named: string,
  platform: Platform,
): Promise<LibraryFolder> {
  const reasons: string[] = [];
  for (
    const directory of [named, join(named, "tensorflow"), join(named, "lib")]
  ) {
    const inspection = await inspectFolder(directory, platform);
    if ("folder" in inspection) return inspection.folder;
    reasons.push(`  ${directory}: ${inspection.reason}`);
  }
  throw new LibraryNotFoundError(
    [
      `Cannot use TENSORFLOW_DIR: it must name a folder that holds ` +
      `${platform.framework} and ${platform.cc} of TensorFlow ` +
      `${MINIMUM_VERSION} or later: current value is "${named}"`,
      "Searched:",
      ...reasons,
      "Correct the variable, or unset it to have the library found or fetched",
    ].join("\n"),
  );
}

/** Checks the project's own copy. */
export async function searchCopy(
  cacheDir: string,
  platform: Platform,
  log: Log,
): Promise<LibraryFolder | undefined> {
  const copy = await inspectCopy(cacheDir, platform);
  if (copy.state === "ready") return copy.folder;
  const reason = copy.state === "broken" ? copy.reason : "is not there";
  log(`own copy ${copyFolder(cacheDir, platform)}: ${reason}`);
}

/**
 * Searches the active Python environment: first its own folder, which takes no
 * time, then the package that an interpreter would import. A copy that can't be
 * used (too old, incomplete) is skipped with a note.
 */
export async function searchPython(
  environment: Environment,
  pythons: readonly string[],
  platform: Platform,
  log: Log,
  onNote: Log,
): Promise<LibraryFolder | undefined> {
  const seen = new Set<string>();
  const inspect = async (source: string, directory: string) => {
    if (seen.has(directory)) return;
    seen.add(directory);
    const inspection = await inspectFolder(directory, platform);
    if ("folder" in inspection) return inspection.folder;
    const line = `${source} ${directory}: ${inspection.reason}`;
    log(line);
    onNote(`Passed over: ${line}`);
  };
  for (const name of ["VIRTUAL_ENV", "CONDA_PREFIX"]) {
    const prefix = environment(name);
    if (!prefix) {
      log(`${name}: not set`);
      continue;
    }
    const directories = await environmentFolders(prefix);
    if (directories.length === 0) log(`${name} ${prefix}: has no tensorflow`);
    for (const directory of directories) {
      const folder = await inspect(name, directory);
      if (folder) return folder;
    }
  }
  for (const python of pythons) {
    const found = await packageFolder(python);
    if ("reason" in found) {
      log(`${python}: ${found.reason}`);
      continue;
    }
    const folder = await inspect(python, found.directory);
    if (folder) return folder;
  }
}
