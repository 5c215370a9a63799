/** Removes runs, whole or not at all. @module */
import { dirname, join } from "node:path";
import { CheckpointError } from "../training/errors.ts";
import { fileError } from "../files/errors.ts";
import { lockRun } from "./lock.ts";

/** Hidden, so that nothing takes it for a run. */
const REMOVED = ".removed-";

/**
 * Removes a run's folder. It is renamed first, so that whenever the process is
 * stopped, the run is either there as it was or gone; what is left of it then goes
 * with the next run that is removed.
 *
 * @throws {CheckpointError} if a process trains in it; nothing is changed.
 * @throws {FileError} if it is no run or can't be removed.
 */
export async function removeRun(path: string): Promise<void> {
  using lock = await lockRun(path);
  if (!lock) {
    throw new CheckpointError(
      `Cannot remove run "${path}": it must be free: a process is training in it; wait for its end or stop it`,
    );
  }
  const folder = dirname(path);
  const hidden = join(folder, `${REMOVED}${crypto.randomUUID()}`);
  try {
    await Deno.rename(path, hidden);
    for await (const { name } of Deno.readDir(folder)) {
      if (name.startsWith(REMOVED)) await removeAll(join(folder, name));
    }
  } catch (error) {
    throw fileError(`Cannot remove run "${path}"`, error);
  }
}

/** Removes a folder that another process may be removing too. */
async function removeAll(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
