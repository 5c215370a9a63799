import { isAbsolute } from "node:path";

/** Options of {@linkcode acquireLock}. */
export interface LockOptions {
  /** Called once if another process holds the lock. */
  onWait?: () => void;
  /** Called at each attempt, with the seconds waited so far. */
  onTick?: (seconds: number) => void;
  /** Stops waiting. */
  signal?: AbortSignal;
  /** Milliseconds between two attempts. */
  interval?: number;
}

/** A lock, held until it is disposed or the process ends. */
export interface Lock extends Disposable {
  readonly path: string;
}

/**
 * Waits for an exclusive lock between processes.
 *
 * It is the operating system's advisory lock on an open file (`flock`), which
 * is released however the process ends. The empty file stays: if it were
 * removed, a waiting process would lock a file that no longer has a name.
 *
 * @param path Absolute path of the lock file, created if it is missing.
 * @throws {TypeError} if the path is relative.
 * @throws The signal's reason when it is aborted.
 */
export async function acquireLock(
  path: string,
  options: LockOptions = {},
): Promise<Lock> {
  if (!isAbsolute(path)) {
    throw new TypeError(
      `Cannot take a lock: the path must be absolute: current value is "${path}"`,
    );
  }
  const { signal, interval = 200 } = options;
  signal?.throwIfAborted();
  const file = await Deno.open(path, { create: true, write: true });
  try {
    const start = performance.now();
    for (let tries = 0; !(await file.tryLock(true)); tries++) {
      if (tries === 0) options.onWait?.();
      options.onTick?.((performance.now() - start) / 1000);
      await new Promise((resolve) => setTimeout(resolve, interval));
      signal?.throwIfAborted();
    }
  } catch (error) {
    file.close();
    throw error;
  }
  return { path, [Symbol.dispose]: () => file.close() };
}
