import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { finiteDifferences } from "../../lib/backprop/finite_differences.ts";
import { gradients } from "../../lib/backprop/gradients.ts";
import {
  example,
  initialWeights,
  weightNames,
} from "../../lib/backprop/network.ts";
import { largestDifference, mapWeights } from "../../lib/backprop/weights.ts";

/** Taken in Python by complex steps of 1e-30, which have no rounding error. */
const byComplexStep = {
  w1: 0.00018825566694011194,
  w2: 0.00037651133388022387,
  w3: 0.00022481346257611866,
  w4: 0.0004496269251522373,
  w5: 0.07215707291213624,
  w6: 0.07269074519194475,
  w7: -0.04245525009260471,
  w8: -0.04276924828006375,
};

Deno.test("gradients() agrees with complex-step derivatives", () => {
  const derived = gradients(initialWeights, example);
  for (const name of weightNames) {
    assertAlmostEquals(derived[name], byComplexStep[name], 1e-16, name);
  }
});

Deno.test("gradients() agrees with finite differences elsewhere", () => {
  for (let k = 0; k < 50; k++) {
    // Weights in -3 … 3 and inputs in -2 … 2, spread by irrational steps.
    const at = (i: number, span: number) =>
      span * (2 * ((k * Math.SQRT2 + i * Math.E) % 1) - 1);
    const weights = mapWeights((name) => at(weightNames.indexOf(name), 3));
    const elsewhere = { i1: at(9, 2), i2: at(10, 2), t1: 0.2, t2: 0.7 };
    const difference = largestDifference(
      gradients(weights, elsewhere),
      finiteDifferences(weights, elsewhere),
    );
    assert(difference < 1e-9, `differs by ${difference} at ${k}`);
  }
});

Deno.test("finiteDifferences() loses digits when the step is far off", () => {
  const exact = gradients(initialWeights, example);
  const error = (step?: number) =>
    largestDifference(exact, finiteDifferences(initialWeights, example, step));
  assert(error() < 1e-10);
  assert(error(0.1) > 1e-6);
  assert(error(1e-13) > 1e-6);
});

Deno.test("finiteDifferences() refuses a step that is not positive", () => {
  for (const step of [0, -1, NaN, Infinity]) {
    assertThrows(
      () => finiteDifferences(initialWeights, example, step),
      RangeError,
      `current value is ${step}`,
    );
  }
});

Deno.test("largestDifference() finds the weight that differs", () => {
  const moved = { ...initialWeights, w6: initialWeights.w6 - 0.25 };
  assertAlmostEquals(largestDifference(initialWeights, moved), 0.25, 1e-15);
});
