import { assertAlmostEquals, assertEquals } from "@std/assert";
import { initialWeights } from "../../lib/backprop/network.ts";
import { largestDifference, mapWeights } from "../../lib/backprop/weights.ts";

Deno.test("mapWeights() computes each weight from its name", () => {
  assertEquals(mapWeights((name) => initialWeights[name]), initialWeights);
});

Deno.test("largestDifference() finds the weight that differs", () => {
  const moved = { ...initialWeights, w6: initialWeights.w6 - 0.25 };
  assertAlmostEquals(largestDifference(initialWeights, moved), 0.25, 1e-15);
});
