import { isAbsolute } from "node:path";

/** Options of {@linkcode acquireLock}. */
export interface LockOptions {
  /** Called once, when another process holds the lock. */
  onWait?: () => void;
  /** Called at each further try, with the seconds waited so far. */
  onTick?: (seconds: number) => void;
  signal?: AbortSignal;
  /** Milliseconds between two tries. */
  interval?: number;
}

/** A lock that is held until it is disposed, or until its process ends. */
export interface Lock extends Disposable {
  readonly path: string;
}

/**
 * Takes an exclusive lock between processes, waiting for it if need be.
 *
 * It is the kernel's advisory lock on an open file (`flock`), not the file's
 * existence: the kernel lets go of it when its process ends, however it ends,
 * so no lock outlives its owner. The empty file stays, because removing it
 * would let a waiting process lock a file that no longer has a name.
 *
 * @param path Absolute path of the lock file, created if it is missing.
 * @throws {TypeError} The path is relative.
 * @throws The signal's reason, once it is aborted.
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
