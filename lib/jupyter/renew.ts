/** Memory that a cell frees when it is run again. @module */

/** An owner of memory that the garbage collector does not free. */
export interface Disposer {
  /** Frees the memory. */
  dispose(): unknown;
}

const kept = new Map<string, Disposer>();

/**
 * Keeps a tensor, a model or a compiled function for later cells, and disposes
 * the one kept under this name before, so that running a cell again leaks
 * nothing.
 *
 * @param name Unique in the notebook
 * @returns `thing` itself
 */
export function renew<T extends Disposer>(name: string, thing: T): T {
  const before = kept.get(name);
  kept.set(name, thing);
  if (before !== thing) before?.dispose();
  return thing;
}
