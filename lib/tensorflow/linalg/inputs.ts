import { requireTensorFlowBackend } from "../backend/active.ts";
import { tf } from "../tfjs.ts";

/** A tensor, or numbers that make one. */
export type Matrix = tf.Tensor | tf.TensorLike;

/** Runs a kernel with several outputs. */
export function runAll(
  kernel: string,
  inputs: Record<string, tf.Tensor>,
  attributes: tf.NamedAttrMap = {},
): tf.Tensor[] {
  requireTensorFlowBackend(`run ${kernel}`);
  return [tf.engine().runKernel(kernel, inputs, attributes)].flat();
}

/** Runs a kernel with one output. */
export function run(
  ...args: [string, Record<string, tf.Tensor>, tf.NamedAttrMap?]
): tf.Tensor {
  return runAll(...args)[0];
}

/** @throws {TypeError} unless it is real matrices. */
export function toMatrix(name: string, x: Matrix): tf.Tensor {
  const tensor = x instanceof tf.Tensor ? x : tf.tensor(x);
  if (tensor.rank >= 2 && !["string", "complex64"].includes(tensor.dtype)) {
    return tensor.dtype === "float32" ? tensor : tensor.toFloat();
  }
  throw new TypeError(
    `Cannot compute ${name}(): it must be given real matrices, [..., rows, columns]: current value is ${tensor.dtype} [${tensor.shape}]`,
  );
}

/** @throws {RangeError} unless its matrices are square. */
export function square(name: string, x: Matrix): tf.Tensor {
  const matrix = toMatrix(name, x);
  const [rows, columns] = matrix.shape.slice(-2);
  if (rows === columns) return matrix;
  throw new RangeError(
    `Cannot compute ${name}(): its matrices must be square: current shape is [${matrix.shape}]`,
  );
}

/** The inputs of a solver. @throws {RangeError} if they don't fit together. */
export function equations(
  name: string,
  matrix: Matrix,
  rhs: Matrix,
): { matrix: tf.Tensor; rhs: tf.Tensor } {
  const a = square(name, matrix);
  const b = toMatrix(name, rhs);
  const batch = a.shape.slice(0, -2);
  if (
    tf.util.arraysEqual(batch, b.shape.slice(0, -2)) &&
    a.shape.at(-2) === b.shape.at(-2)
  ) return { matrix: a, rhs: b };
  throw new RangeError(
    `Cannot compute ${name}(): rhs must be [${[
      ...batch,
      a.shape.at(-2),
    ]}, equations] for a matrix of [${a.shape}]: current shape is [${b.shape}]`,
  );
}
