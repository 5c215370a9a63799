/** Gradients measured numerically, to check the derived ones. @module */
import { errors, type Example, forward, type Weights } from "./network.ts";
import { mapWeights } from "./weights.ts";

/**
 * ∂E/∂w by central differences, (E(w + ε) − E(w − ε)) / 2ε.
 *
 * @param step ε. The truncation error falls with ε², the rounding error grows
 *   with 1/ε; in double precision the two balance near the cube root of the
 *   machine epsilon, 6·10⁻⁶.
 * @throws {RangeError} If `step` is not a positive finite number
 */
export function finiteDifferences(
  weights: Weights,
  example: Example,
  step = Math.cbrt(Number.EPSILON),
): Weights {
  if (!(step > 0 && Number.isFinite(step))) {
    throw new RangeError(
      `Cannot take finite differences: step must be a positive finite number: current value is ${step}`,
    );
  }
  const E = (w: Weights) => errors(forward(w, example), example).E;
  return mapWeights((name) => {
    const above = E({ ...weights, [name]: weights[name] + step });
    const below = E({ ...weights, [name]: weights[name] - step });
    return (above - below) / (2 * step);
  });
}
