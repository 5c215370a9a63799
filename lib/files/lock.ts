import { fileError } from "./errors.ts";

/** Options of {@linkcode withLock}. */
export interface LockOptions {
  /** Called once if another process holds the lock, with its id if known. */
  onWait?: (holder: number | undefined) => void;
  /** Ends the wait. */
  signal?: AbortSignal;
  /** Time between two attempts, in milliseconds. Default 200. */
  pollMs?: number;
}

/**
 * Runs an action while no other process, and no other caller in this one, holds
 * the same lock.
 *
 * The lock is the operating system's, on an open file. It ends with the process
 * that holds it, even if that is killed, so no stale lock can remain. The file
 * itself stays: if it were removed, a waiting process could lock a file that no
 * other one sees.
 *
 * @param path The file to lock, created if it does not exist
 * @returns The action's result
 * @throws {FileError} if the file cannot be created or locked
 */
export async function withLock<T>(
  path: string,
  action: () => Promise<T>,
  { onWait, signal, pollMs = 200 }: LockOptions = {},
): Promise<T> {
  using file = await orLockError(
    path,
    Deno.open(path, { read: true, write: true, create: true }),
  );
  let waited = false;
  while (!await orLockError(path, file.tryLock(true))) {
    if (!waited) onWait?.(await readHolder(path));
    waited = true;
    signal?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  signal?.throwIfAborted();
  await orLockError(path, file.truncate(0));
  await orLockError(
    path,
    file.write(new TextEncoder().encode(`${Deno.pid}\n`)),
  );
  return await action();
}

async function orLockError<T>(path: string, operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    throw fileError(`Cannot lock "${path}"`, error);
  }
}

async function readHolder(path: string): Promise<number | undefined> {
  try {
    return Number.parseInt(await Deno.readTextFile(path)) || undefined;
  } catch {
    return undefined; // Some systems do not let others read a locked file
  }
}
