import { assert, assertThrows } from "@std/assert";
import { finiteDifferences } from "../../lib/backprop/finite_differences.ts";
import { gradients } from "../../lib/backprop/gradients.ts";
import { example, initialWeights } from "../../lib/backprop/network.ts";
import { largestDifference } from "../../lib/backprop/weights.ts";

Deno.test("finiteDifferences() is inaccurate if the step is far from the default", () => {
  const exact = gradients(initialWeights, example);
  const error = (step?: number) =>
    largestDifference(exact, finiteDifferences(initialWeights, example, step));
  assert(error() < 1e-10);
  assert(error(0.1) > 1e-6);
  assert(error(1e-13) > 1e-6);
});

Deno.test("finiteDifferences() rejects a step that is not positive", () => {
  for (const step of [0, -1, NaN, Infinity]) {
    assertThrows(
      () => finiteDifferences(initialWeights, example, step),
      RangeError,
      `current value is ${step}`,
    );
  }
});
