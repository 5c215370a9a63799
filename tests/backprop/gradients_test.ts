import { assert, assertAlmostEquals } from "@std/assert";
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

Deno.test("gradients() agrees with finite differences at other weights", () => {
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
