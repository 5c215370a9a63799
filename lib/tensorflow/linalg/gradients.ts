/**
 * Gradients of operations on matrices, from Giles, "Collected matrix derivative
 * results for forward and reverse mode algorithmic differentiation" (2008), and
 * for the singular value decomposition from Townsend, "Differentiating the
 * singular value decomposition" (2016). All take batches: [..., rows, columns].
 *
 * @module
 */
import { runKernel, setGradient } from "../gradients/gradient.ts";
import { tf } from "../tfjs.ts";
import { registerDecompositionGradients } from "./decomposition_gradients.ts";
import { halfLower, lower, product, transposed, upper } from "./parts.ts";

/** Registers the gradients. */
export function registerLinalgGradients(): void {
  setGradient("MatrixInverse", { outputs: [true] }, (dy, [inverse], attrs) => ({
    input: () => {
      const { adjoint } = attrs as { adjoint: boolean };
      const dx = tf.neg(
        product(inverse, product(dy, inverse, false, true), true),
      );
      return adjoint ? transposed(dx) : dx;
    },
  }));
  setGradient(
    "MatrixDeterminant",
    { inputs: ["input"], outputs: [true] },
    (dy, [x, determinant]) => ({
      input: () => scaleMatrix(inverseOf(x, true), tf.mul(dy, determinant)),
    }),
  );
  setGradient(
    "LogMatrixDeterminant",
    { inputs: ["input"] },
    (_, [x], __, [, dLog]) => ({
      input: () => scaleMatrix(inverseOf(x, true), dLog),
    }),
  );
  setGradient("Cholesky", { outputs: [true] }, (dy, [factor]) => ({
    input: () => choleskyGradient(factor, dy),
  }));
  registerSolveGradients();
  registerDecompositionGradients();
}

const inverseOf = (x: tf.Tensor, adjoint: boolean) =>
  runKernel("MatrixInverse", { input: x }, { adjoint });

/** Scales each matrix by a number. */
const scaleMatrix = (x: tf.Tensor, by: tf.Tensor) =>
  tf.mul(x, tf.expandDims(tf.expandDims(by, -1), -1));

/** ½ (S + Sᵀ) with S = L⁻ᵀ Φ(Lᵀ dL) L⁻¹, Φ as {@linkcode halfLower}. */
function choleskyGradient(factor: tf.Tensor, dFactor: tf.Tensor): tf.Tensor {
  const middle = halfLower(product(factor, dFactor, true));
  const solve = (rhs: tf.Tensor) =>
    runKernel("MatrixTriangularSolve", { matrix: factor, rhs }, {
      lower: true,
      adjoint: true,
    });
  const s = solve(transposed(solve(transposed(middle))));
  return tf.mul(tf.add(s, transposed(s)), 0.5);
}

function registerSolveGradients(): void {
  for (const name of ["MatrixSolve", "MatrixTriangularSolve"]) {
    setGradient(
      name,
      { inputs: ["matrix"], outputs: [true] },
      (dy, [matrix, solution], attrs) => {
        const { adjoint } = attrs as { adjoint: boolean };
        const dRhs = () =>
          runKernel(name, { matrix, rhs: dy }, { ...attrs, adjoint: !adjoint });
        return {
          rhs: dRhs,
          matrix: () => {
            const [a, b] = adjoint ? [solution, dRhs()] : [dRhs(), solution];
            const dMatrix = tf.neg(product(a, b, false, true));
            if (name === "MatrixSolve") return dMatrix;
            return attrs.lower ? lower(dMatrix) : upper(dMatrix);
          },
        };
      },
    );
  }
}
