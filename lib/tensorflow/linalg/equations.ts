import { tf } from "../tfjs.ts";
import { equations, type Matrix, run, runAll, square } from "./inputs.ts";

/** How equations are solved. */
export interface SolveOptions {
  /** Solves for the matrix's transpose. Default false. */
  readonly adjoint?: boolean;
}

/** How triangular equations are solved. */
export interface TriangularSolveOptions extends SolveOptions {
  /** Which half of the matrix is read. Default true. */
  readonly lower?: boolean;
}

/**
 * The inverse of square matrices.
 *
 * @throws {RangeError} if one is singular.
 */
export function inv(x: Matrix): tf.Tensor {
  return tf.tidy(() => run("MatrixInverse", { input: square("inv", x) }));
}

/** {@linkcode inv} by NumPy's older name. */
export const matrixInverse = inv;

/** The determinant of square matrices, [...]. */
export function det(x: Matrix): tf.Tensor {
  return tf.tidy(() => run("MatrixDeterminant", { input: square("det", x) }));
}

/** The sign of the determinant and the logarithm of its size, each [...]. */
export function slogdet(
  x: Matrix,
): { readonly sign: tf.Tensor; readonly logAbsDet: tf.Tensor } {
  return tf.tidy(() => {
    const [sign, logAbsDet] = runAll("LogMatrixDeterminant", {
      input: square("slogdet", x),
    });
    return { sign, logAbsDet };
  });
}

/**
 * The logarithm of the determinant of symmetric, positive definite matrices,
 * [...].
 *
 * @throws {RangeError} or, recorded, {TensorFlowError} if one is not.
 */
export function logdet(x: Matrix): tf.Tensor {
  return tf.tidy(() => {
    const factor = cholesky(x);
    const diagonal = factor.mul(tf.eye(factor.shape.at(-1)!)).sum(-1);
    return diagonal.log().sum(-1).mul(2);
  });
}

/**
 * The lower triangular L with x = L · Lᵀ, for symmetric, positive definite
 * matrices, of which only the lower half is read.
 *
 * @throws {RangeError} or, recorded, {TensorFlowError} if one is not.
 */
export function cholesky(x: Matrix): tf.Tensor {
  return tf.tidy(() => run("Cholesky", { input: square("cholesky", x) }));
}

/**
 * The x of matrix · x = rhs, for square matrices.
 *
 * @param rhs [..., rows, equations], with the batch of the matrix.
 * @throws {RangeError} if a matrix is singular.
 */
export function solve(
  matrix: Matrix,
  rhs: Matrix,
  { adjoint = false }: SolveOptions = {},
): tf.Tensor {
  return tf.tidy(() =>
    run("MatrixSolve", equations("solve", matrix, rhs), { adjoint })
  );
}

/**
 * The x of matrix · x = rhs, for matrices of which one half is zero or ignored.
 *
 * @param rhs [..., rows, equations], with the batch of the matrix.
 * @throws {RangeError} if the diagonal has a zero.
 */
export function triangularSolve(
  matrix: Matrix,
  rhs: Matrix,
  { lower = true, adjoint = false }: TriangularSolveOptions = {},
): tf.Tensor {
  return tf.tidy(() =>
    run(
      "MatrixTriangularSolve",
      equations("triangularSolve", matrix, rhs),
      { lower, adjoint },
    )
  );
}
