/** Writes the site into a folder. @module */
import { join } from "node:path";
import {
  type FolderFile,
  recoverFolder,
  writeFolderAtomically,
} from "../files/atomic_folder.ts";
import { FileError, fileErrorAs } from "../files/errors.ts";
import { siteMark } from "./build.ts";

const ADVICE = "make room or choose another folder with --out";

/**
 * Refuses a folder that holds anything but a site.
 *
 * @throws {FileError} in one line.
 */
export async function requireSiteOrNothing(folder: string): Promise<void> {
  const action = `Cannot write the site to "${folder}"`;
  try {
    await recoverFolder(folder);
    const names = await Array.fromAsync(
      Deno.readDir(folder),
      ({ name }) => name,
    );
    if (names.length === 0 || await exists(join(folder, siteMark))) return;
    throw new FileError(
      `${action}: it must be a new or an empty folder, or hold a site: it holds "${
        names.sort()[0]
      }"; choose another with --out`,
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    if (error instanceof Deno.errors.NotADirectory) {
      throw new FileError(
        `${action}: it must be a folder: it is a file; choose another with --out`,
      );
    }
    if (error instanceof FileError) throw error;
    throw fileErrorAs(FileError, action, error, ADVICE);
  }
}

/**
 * Writes the site beside the folder and puts it in its place: at any moment there is
 * the old site, or the new one.
 *
 * @throws {FileError} if that can't be done; what was there stays.
 */
export async function writeSite(
  folder: string,
  files: readonly FolderFile[],
): Promise<void> {
  await requireSiteOrNothing(folder);
  try {
    await writeFolderAtomically(folder, files, { replace: true });
  } catch (error) {
    throw fileErrorAs(
      FileError,
      `Cannot write the site to "${folder}"`,
      error,
      ADVICE,
    );
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
