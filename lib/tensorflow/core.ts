/**
 * TensorFlow.js's core as its other packages share it: the CommonJS module, whose
 * operations can be replaced.
 *
 * An ES module that imports the core gets a copy of it, made when the core is first
 * imported. So nothing here imports it: programs and packages that do so after the
 * engine then get the operations that it has put there.
 *
 * @module
 */
import Module, { createRequire } from "node:module";
import type * as namespace from "npm:@tensorflow/tfjs-core@4.22.0";
import * as layers from "npm:@tensorflow/tfjs-layers@4.22.0"; // requires the core

/** What TensorFlow.js's core exports. */
export type Core = typeof namespace;

/** Node's member, which its types leave out. */
const { _cache: loaded } = Module as unknown as {
  readonly _cache: Record<string, NodeJS.Module | undefined>;
};

/** The main file of a CommonJS package that was imported as an ES module. */
export function mainFile(imported: object): string {
  const { default: exports } = imported as { readonly default: unknown };
  const found = Object.values(loaded).find((one) => one?.exports === exports);
  if (found) return found.filename;
  throw new Error(
    "Cannot load TensorFlow: TensorFlow.js must be loaded from an npm package: it is not",
  );
}

/** TensorFlow.js's core. */
export const core: Core = createRequire(mainFile(layers))(
  "@tensorflow/tfjs-core",
);
