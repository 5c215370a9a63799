/**
 * The hyperbolic tangent as TensorFlow computes it: JavaScript's has other bits.
 *
 * @module
 */
import type { Unary } from "./loops.ts";

const { fround } = Math;

/** From here on it is one, to float32's precision. */
const LIMIT = fround(7.90738964);

/** Coefficients of the fraction, from the highest power of x² down. */
const numerator = [1.394553628e-8, 2.10273356e-5, 3.520756727e-3, 0.1340216100]
  .map(fround);
const denominator = [
  ...[8.015776984e-7, 3.326951409e-4, 2.597254514e-2, 0.467354834, 1],
].map(fround);

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = coefficients[0];
  for (let i = 1; i < coefficients.length; i++) {
    sum = fround(fround(sum * x) + coefficients[i]);
  }
  return sum;
}

/**
 * The hyperbolic tangent in float32: a fraction of polynomials, x (1 + x² p(x²)) / q(x²),
 * with its coefficients and order of roundings from Eigen, TensorFlow's library for
 * elementwise operations. A build that multiplies and adds with one rounding has
 * other bits, so the first call is compared with TensorFlow's.
 */
export const tanh: Unary = (value) => {
  const x = value > LIMIT ? LIMIT : value < -LIMIT ? -LIMIT : value;
  const x2 = fround(x * x);
  const p = fround(fround(fround(x2 * x) * polynomial(numerator, x2)) + x);
  return p / polynomial(denominator, x2);
};

/** Numbers of all sizes, both signs. */
export const probe: Float32Array = Float32Array.from(
  { length: 256 },
  (_, i) => (i % 2 ? -1 : 1) * 1.13 ** (i - 180),
);
