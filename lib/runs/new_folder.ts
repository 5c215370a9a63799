/** Where a run's folder is made. @module */
import { join } from "node:path";
import { ModelError, modelFileError } from "../model/errors.ts";

/** What to do where a run can't be written. */
export const ADVICE = "make room or choose another folder with --out";

/**
 * Refuses a folder that holds something; a missing one is as good as empty.
 *
 * @throws {ModelError} if it is not empty or no folder.
 */
export async function requireEmptyFolder(path: string): Promise<void> {
  try {
    for await (const { name } of Deno.readDir(path)) {
      throw new ModelError(
        `Cannot use folder "${path}" for a run: it must be empty or new: it holds "${name}"; choose another folder with --out`,
      );
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw modelFileError(`Cannot use folder "${path}"`, error, ADVICE);
  }
}

/**
 * Makes a folder that was named, if it is not there yet.
 *
 * @returns The folder.
 * @throws {ModelError} if it is not empty or can't be made.
 */
export async function takeEmptyFolder(path: string): Promise<string> {
  await requireEmptyFolder(path);
  try {
    await Deno.mkdir(path, { recursive: true });
    return path;
  } catch (error) {
    throw modelFileError(`Cannot make folder "${path}"`, error, ADVICE);
  }
}

/**
 * Makes a folder for one run alone: another one may have begun in the same
 * second, and the folder's name gets a number then.
 *
 * @returns The folder.
 * @throws {ModelError} if it can't be made.
 */
export async function makeOwnFolder(path: string): Promise<string> {
  try {
    await Deno.mkdir(join(path, ".."), { recursive: true });
    for (let copy = 1;; copy++) {
      const name = copy === 1 ? path : `${path}-${copy}`;
      try {
        await Deno.mkdir(name);
        return name;
      } catch (error) {
        if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
      }
    }
  } catch (error) {
    throw modelFileError(`Cannot make folder "${path}"`, error, ADVICE);
  }
}
