import { fileError } from "./errors.ts";

/** Options of {@linkcode withLock}. */
export interface LockOptions {
  /**
   * Called once if another process holds the lock, with its process id where
   * that could be read.
   */
  onWait?: (holder: number | undefined) => void;
  /** Ends the waiting. */
  signal?: AbortSignal;
  /** Time between two looks at the lock, in milliseconds. */
  pollMs?: number;
}

/**
 * Runs an action while holding a lock between processes (and between callers
 * within one process).
 *
 * The lock is the operating system's own on an open file: it ends with the
 * process that holds it, however that ends, so no stale lock can remain. The
 * file stays where it is: removing it would let a waiting process lock a file
 * that nobody else can see.
 *
 * @param path The lock's file, created where there is none
 * @param action What to run
 * @returns What the action returned
 * @throws {FileError} if the file cannot be made or locked
 */
export async function withLock<T>(
  path: string,
  action: () => Promise<T>,
  { onWait, signal, pollMs = 200 }: LockOptions = {},
): Promise<T> {
  using file = await locking(
    path,
    Deno.open(path, { read: true, write: true, create: true }),
  );
  let waited = false;
  while (!await locking(path, file.tryLock(true))) {
    if (!waited) onWait?.(await readHolder(path));
    waited = true;
    signal?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  signal?.throwIfAborted();
  await locking(path, file.truncate(0));
  await locking(path, file.write(new TextEncoder().encode(`${Deno.pid}\n`)));
  return await action();
}

async function locking<T>(path: string, operation: Promise<T>): Promise<T> {
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
    return undefined; // some systems do not let a locked file be read
  }
}
