import { join } from "node:path";
import { fileError } from "../files/errors.ts";

/** The run's own, which stays the same file from its first moment to its last. */
const LOCKED_FILE = "config.json";

/**
 * Takes a run for this process, so that no other one trains in its folder.
 *
 * The lock is the operating system's on an open file: it ends with the process,
 * however that ends.
 *
 * @param folder Of the run.
 * @returns The lock; undefined if another process has it.
 * @throws {FileError} if the folder is no run's or can't be locked.
 */
export async function lockRun(folder: string): Promise<Disposable | undefined> {
  const path = join(folder, LOCKED_FILE);
  try {
    const file = await Deno.open(path, { read: true, write: true });
    if (await file.tryLock(true)) return file;
    file.close();
    return undefined;
  } catch (error) {
    throw fileError(`Cannot lock "${path}"`, error);
  }
}
