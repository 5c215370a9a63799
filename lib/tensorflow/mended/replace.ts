/**
 * Replaces operations of TensorFlow.js in its namespace, before it is first
 * imported, and later in the tensors' methods.
 *
 * @module
 */
import type * as namespace from "npm:@tensorflow/tfjs-core@4.22.0";
import { type Core, core } from "../core.ts";

export { type Core, core };

type Tensor = namespace.Tensor;
type Operation = (...args: unknown[]) => unknown;

const replaced = new Map<string, Operation>();

/** Puts operations in the place of TensorFlow.js's. */
export function replaceOps(operations: Partial<Core>): void {
  Object.assign(core, operations);
  for (const [name, operation] of Object.entries(operations)) {
    replaced.set(name, operation as Operation);
  }
}

/** Has the tensors' methods do the same, once TensorFlow.js was imported. */
export function mendMethods(): void {
  const prototype = core.Tensor.prototype as unknown as Record<
    string,
    (this: Tensor, ...rest: unknown[]) => unknown
  >;
  for (const [name, operation] of replaced) {
    if (!(name in prototype)) continue;
    prototype[name] = function (...rest) {
      this.throwIfDisposed();
      return operation(this, ...rest);
    };
  }
}

/**
 * A tensor of what an operation takes; undefined if it is none, or of strings:
 * TensorFlow.js's operation says what is wrong.
 */
export function numeric(x: unknown): Tensor | undefined {
  const tensor = x instanceof core.Tensor
    ? x
    : Array.isArray(x) || typeof x === "number" ||
        core.util.isTypedArray(x as object)
    ? core.tensor(x as namespace.TensorLike)
    : undefined;
  return tensor?.dtype === "string" ? undefined : tensor;
}
