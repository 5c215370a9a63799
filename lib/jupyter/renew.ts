/** What a cell makes and must not make twice. @module */

/** Something that holds memory which no garbage collector frees. */
export interface Disposer {
  dispose(): unknown;
}

const kept = new Map<string, Disposer>();

/**
 * Keeps a tensor, a model, a compiled function for later cells, and disposes
 * what was kept under this name before: a cell that is run again leaves nothing
 * behind.
 *
 * @param name One for each thing in a notebook.
 * @returns The thing itself.
 */
export function renew<T extends Disposer>(name: string, thing: T): T {
  const before = kept.get(name);
  kept.set(name, thing);
  if (before !== thing) before?.dispose();
  return thing;
}
