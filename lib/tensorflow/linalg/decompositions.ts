import { tf } from "../tfjs.ts";
import { pinvGradient } from "./decomposition_gradients.ts";
import { type Matrix, runAll, square, toMatrix } from "./inputs.ts";

/** How much of a singular value decomposition is returned. */
export interface SvdOptions {
  /**
   * Whether u and v are square, filled up with vectors that go with no singular
   * value. Default false.
   */
  readonly fullMatrices?: boolean;
}

/** x = u · diag(s) · vᵀ. */
export interface SingularValueDecomposition {
  /** The singular values, largest first, [..., k]. */
  readonly s: tf.Tensor;
  /** The left singular vectors in its columns, [..., rows, k]. */
  readonly u: tf.Tensor;
  /** The right singular vectors in its columns, [..., columns, k]. */
  readonly v: tf.Tensor;
}

/**
 * The eigenvalues [..., n], smallest first, and the eigenvectors in the columns of
 * [..., n, n], of symmetric matrices, of which only the lower half is read. The
 * gradient of eigenvectors needs eigenvalues that differ.
 */
export function eigh(
  x: Matrix,
): { readonly values: tf.Tensor; readonly vectors: tf.Tensor } {
  return tf.tidy(() => {
    const input = square("eigh", x);
    const [values, vectors] = runAll("SelfAdjointEigV2", { input }, {
      computeV: true,
    });
    return { values, vectors };
  });
}

/** The eigenvalues [..., n] of symmetric matrices, smallest first. */
export function eigvalsh(x: Matrix): tf.Tensor {
  return tf.tidy(() =>
    runAll("SelfAdjointEigV2", { input: square("eigvalsh", x) }, {
      computeV: false,
    })[0]
  );
}

/**
 * The singular value decomposition of matrices. The gradient of the vectors needs
 * singular values that differ, and square matrices if `fullMatrices` is set.
 */
export function svd(
  x: Matrix,
  { fullMatrices = false }: SvdOptions = {},
): SingularValueDecomposition {
  return tf.tidy(() => {
    const [s, u, v] = runAll("Svd", { input: toMatrix("svd", x) }, {
      computeUV: true,
      fullMatrices,
    });
    return { s, u, v };
  });
}

/** The singular values [..., k] of matrices, largest first. */
export function svdvals(x: Matrix): tf.Tensor {
  return tf.tidy(() =>
    runAll("Svd", { input: toMatrix("svdvals", x) }, { computeUV: false })[0]
  );
}

/**
 * The pseudo-inverse of matrices, [..., columns, rows]. Singular values below
 * `tolerance` times the largest count as 0, as in NumPy. The gradient, after Golub
 * and Pereyra (1973), holds as long as the rank stays.
 *
 * @param tolerance By default float32's precision times the longer side.
 */
export function pinv(x: Matrix, tolerance?: number): tf.Tensor {
  const compute = tf.customGrad((input, save) => {
    const a = input as tf.Tensor;
    (save as tf.GradSaveFunc)([a]);
    const { s, u, v } = svd(a);
    const share = tolerance ??
      2 ** -23 * Math.max(...a.shape.slice(-2));
    const least = s.max(-1, true).mul(share);
    const inverse = tf.where(s.greater(least), s.reciprocal(), tf.zerosLike(s));
    return {
      value: tf.matMul(v.mul(inverse.expandDims(-2)), u, false, true),
      gradFunc: (dy, [a]) =>
        pinvGradient(a, pinv(a, tolerance), dy as tf.Tensor),
    };
  });
  return tf.tidy(() => compute(toMatrix("pinv", x)));
}

/**
 * The shortest x that makes |matrix · x − rhs|² smallest, for matrices of any
 * shape and rank, by {@linkcode pinv}.
 *
 * @param matrix [..., rows, columns]
 * @param rhs [..., rows, equations]
 */
export function lstsq(matrix: Matrix, rhs: Matrix): tf.Tensor {
  return tf.tidy(() => tf.matMul(pinv(matrix), toMatrix("lstsq", rhs)));
}
