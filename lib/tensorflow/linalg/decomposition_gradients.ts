import { setGradient } from "../gradients/gradient.ts";
import { tf } from "../tfjs.ts";
import { halfLower, product, transposed } from "./parts.ts";

/** Scales each column of x [..., n, k] by a value of s [..., k]. */
const scaleColumns = (x: tf.Tensor, s: tf.Tensor) =>
  tf.mul(x, tf.expandDims(s, -2));

/** [..., k, k] with 1/(x_j − x_i) at i, j, and 0 where both are equal. */
function inverseDifferences(x: tf.Tensor): tf.Tensor {
  const differences = tf.sub(tf.expandDims(x, -2), tf.expandDims(x, -1));
  return tf.divNoNan(tf.onesLike(differences), differences);
}

/** Registers the gradients of decompositions; see gradients.ts. */
export function registerDecompositionGradients(): void {
  setGradient(
    "SelfAdjointEigV2",
    { inputs: ["input"], outputs: [true, true] },
    (_, [x, e, saved], { computeV }, [dE, dV]) => ({
      input: () => {
        const v = computeV
          ? saved
          : (tf.engine().runKernel("SelfAdjointEigV2", { input: x }, {
            computeV: true,
          }) as tf.Tensor[])[1];
        const values = scaleColumns(v, dE);
        const inner = computeV
          ? tf.add(
            values,
            product(v, tf.mul(inverseDifferences(e), product(v, dV, true))),
          )
          : values;
        const dx = product(inner, v, false, true);
        // Only the lower part was read: both halves of the gradient go there
        return halfLower(tf.add(dx, transposed(dx)));
      },
    }),
  );
  setGradient(
    "Svd",
    { inputs: ["input"], outputs: [true, true, true] },
    (_, [x, ...saved], { computeUV, fullMatrices }, dys) => ({
      input: () => {
        const [rows, columns] = x.shape.slice(-2);
        if (fullMatrices && computeUV && rows !== columns) {
          throw new Error(
            `Cannot differentiate svd(): with fullMatrices the matrix must be square: its shape is [${x.shape}]; leave fullMatrices out`,
          );
        }
        const [s, u, v] = computeUV
          ? saved
          : tf.engine().runKernel("Svd", { input: x }, {
            computeUV: true,
            fullMatrices: false,
          }) as tf.Tensor[];
        const values = product(scaleColumns(u, dys[0]), v, false, true);
        return computeUV
          ? tf.add(values, vectorsGradient([s, u, v], dys[1], dys[2]))
          : values;
      },
    }),
  );
}

/**
 * The share of the singular vectors, with F = 1/(s_j² − s_i²):
 * [U (F∘(UᵀdU − dUᵀU)) S + (I − UUᵀ) dU S⁻¹] Vᵀ, and the same for V.
 */
function vectorsGradient(
  [s, u, v]: tf.Tensor[],
  dU: tf.Tensor,
  dV: tf.Tensor,
): tf.Tensor {
  const f = inverseDifferences(tf.square(s));
  const inverse = tf.divNoNan(tf.onesLike(s), s);
  const side = (w: tf.Tensor, dW: tf.Tensor) => {
    const inner = product(w, dW, true);
    const within = product(w, tf.mul(f, tf.sub(inner, transposed(inner))));
    const outside = tf.sub(dW, product(w, inner));
    return tf.add(scaleColumns(within, s), scaleColumns(outside, inverse));
  };
  return tf.add(
    product(side(u, dU), v, false, true),
    product(u, side(v, dV), false, true),
  );
}

/**
 * The gradient of the pseudo-inverse P of A with dP:
 * −Pᵀ dP Pᵀ + (I − AP) dPᵀ P Pᵀ + Pᵀ P dPᵀ (I − PA).
 */
export function pinvGradient(
  a: tf.Tensor,
  p: tf.Tensor,
  dP: tf.Tensor,
): tf.Tensor {
  const left = product(product(dP, p, true), p, false, true);
  const right = product(p, product(p, dP, false, true), true);
  return tf.sub(
    tf.add(
      tf.sub(left, product(a, product(p, left))),
      tf.sub(right, product(product(right, p), a)),
    ),
    product(product(p, dP, true), p, false, true),
  );
}
