import { join } from "node:path";
import { fileError } from "../files/errors.ts";
import { CONFIG_FILE } from "./record.ts";

/**
 * Locks a run's folder, so that no other process trains in it.
 *
 * The operating system holds the lock on `config.json`, which is never replaced, and
 * releases it when the process ends, however it ends.
 *
 * @returns The lock; undefined if another process has it.
 * @throws {FileError} if the folder is not a run's or can't be locked.
 */
export async function lockRun(folder: string): Promise<Disposable | undefined> {
  const path = join(folder, CONFIG_FILE);
  try {
    const file = await Deno.open(path, { read: true, write: true });
    if (await file.tryLock(true)) return file;
    file.close();
    return undefined;
  } catch (error) {
    throw fileError(`Cannot lock "${path}"`, error);
  }
}
