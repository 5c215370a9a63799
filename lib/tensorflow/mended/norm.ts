/**
 * Replaces tf.norm and tf.euclideanNorm: the Euclidean norm of zeros has the
 * gradient 0, as in PyTorch, where TensorFlow and TensorFlow.js answer NaN; and
 * the norm of matrices takes any two axes, where TensorFlow.js takes two in
 * ascending order and none that count from the end.
 *
 * @module
 */
import type * as namespace from "npm:@tensorflow/tfjs-core@4.22.0";
import { type Core, core, replaceOps } from "./replace.ts";

type Tensor = namespace.Tensor;
type Norm = Core["norm"];

const stockNorm = core.norm;

/** √(Σ x²) over axes, which stay with one element. */
function euclidean(x: Tensor, axes: number[]): Tensor {
  const ofReals = core.customGrad((x, save) => {
    const input = x as Tensor;
    (save as namespace.GradSaveFunc)([input]);
    return {
      value: core.sqrt(core.sum(core.square(input), axes, true)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const length = euclidean(saved[0], axes);
        const isZero = core.equal(length, 0);
        const divisor = core.where(isZero, core.onesLike(length), length);
        return core.mul(dy, core.div(saved[0], divisor));
      },
    };
  });
  return ofReals(core.cast(x, "float32"));
}

/** The largest or smallest sum of absolute values along an axis. */
function ofSums(
  x: Tensor,
  ord: number,
  [rows, columns]: readonly number[],
): Tensor {
  const [summed, other] = ord === 1 ? [rows, columns] : [columns, rows];
  const sums = core.sum(core.abs(x), summed, true);
  return core[ord === -Infinity ? "min" : "max"](sums, other, true);
}

const norm: Norm = (x, ord = "euclidean", axis, keepDims = false) =>
  core.tidy("norm", () => {
    const $x = x instanceof core.Tensor
      ? x
      : Array.isArray(x)
      ? core.tensor(x)
      : undefined;
    // It says what is wrong
    if (!$x || $x.dtype === "string") return stockNorm(x, ord, axis, keepDims);
    const axes = core.util.parseAxisParam(axis!, $x.shape);
    const isMatrix = Array.isArray(axis) && axis.length === 2;
    const isVector = axis === undefined || axis === null || axes.length === 1;
    if ($x.rank === 0 || (!isMatrix && !isVector)) {
      return stockNorm($x, ord, axis, keepDims);
    }
    const isEuclidean = ord === "euclidean" || (isVector && ord === 2) ||
      (isMatrix && ord === "fro");
    const isOfSums = isMatrix && typeof ord === "number" &&
      [1, Infinity, -Infinity].includes(ord);
    if (!isEuclidean && !isOfSums) return stockNorm($x, ord, axis, keepDims);
    const result = isEuclidean
      ? euclidean($x, axes)
      : ofSums($x, ord as number, axes);
    const kept = $x.shape.filter((_, i) => !axes.includes(i));
    return keepDims ? result : core.reshape(result, kept);
  });

replaceOps({
  norm,
  euclideanNorm: (x, axis, keepDims) => norm(x, "euclidean", axis, keepDims),
});
