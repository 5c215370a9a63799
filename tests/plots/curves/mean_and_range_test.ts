import { assertEquals } from "@std/assert";
import { meanAndRange } from "../../../lib/plots/curves/mean_and_range.ts";

Deno.test("meanAndRange() ends with the shortest curve", () => {
  assertEquals(meanAndRange([[1, 5, 9], [3, 1]]), {
    mean: [2, 3],
    low: [1, 1],
    high: [3, 5],
  });
});
