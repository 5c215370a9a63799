/**
 * Has TensorFlow.js's own operations take dtypes that they refuse though the
 * answer is plain: integers and booleans in functions that answer in float32, and
 * strings in operations that only move elements.
 *
 * @module
 */
import type * as namespace from "npm:@tensorflow/tfjs-core@4.22.0";
import { core } from "../core.ts";

type Tensor = namespace.Tensor;
type Operation = (
  x: namespace.TensorLike | Tensor,
  ...rest: unknown[]
) => Tensor;

const operations = core as unknown as Record<string, Operation>;

/** Functions for which TensorFlow.js asks float32. */
const floatFunctions = [
  "ceil",
  "cos",
  "cosh",
  "elu",
  "floor",
  "log",
  "rsqrt",
  "sigmoid",
  "sin",
  "sqrt",
  "tan",
  "tanh",
];

/** Makes the kernel call that an operation would make for numbers. */
const moves: Record<
  string,
  (x: Tensor, ...rest: never[]) => Tensor
> = {
  gather: (
    x,
    indices: Tensor | namespace.TensorLike,
    axis = 0,
    batchDims = 0,
  ) =>
    core.engine().runKernel("GatherV2", {
      x,
      indices: indices instanceof core.Tensor
        ? indices
        : core.tensor(indices, undefined, "int32"),
    }, {
      axis: core.util.parseAxisParam(axis, x.shape)[0],
      batchDims,
    }) as Tensor,
  transpose: (x, perm?: number[]) =>
    core.engine().runKernel("Transpose", { x }, {
      perm: perm ?? x.shape.map((_, axis) => axis).reverse(),
    }) as Tensor,
  reverse: (x, axis?: number | number[]) =>
    core.engine().runKernel("Reverse", { x }, {
      dims: core.util.parseAxisParam(axis as number, x.shape),
    }) as Tensor,
};

const replaced: Record<string, Operation> = {};
for (const name of floatFunctions) {
  const stock = operations[name];
  replaced[name] = (x, ...rest) =>
    x instanceof core.Tensor && (x.dtype === "int32" || x.dtype === "bool")
      ? core.tidy(() => stock(core.cast(x, "float32"), ...rest))
      : stock(x, ...rest);
}
for (const [name, move] of Object.entries(moves)) {
  const stock = operations[name];
  replaced[name] = (x, ...rest) =>
    x instanceof core.Tensor && x.dtype === "string"
      ? core.tidy(() => move(x, ...rest as never[]))
      : stock(x, ...rest);
}
Object.assign(core, replaced);

/**
 * Has the tensors' methods do the same. They exist only after all of TensorFlow.js
 * was imported.
 */
export function widenMethods(): void {
  const prototype = core.Tensor.prototype as unknown as Record<
    string,
    (this: Tensor, ...rest: unknown[]) => Tensor
  >;
  for (const [name, operation] of Object.entries(replaced)) {
    prototype[name] = function (...rest) {
      this.throwIfDisposed();
      return operation(this, ...rest);
    };
  }
}
