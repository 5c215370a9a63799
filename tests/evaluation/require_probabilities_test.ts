import { assertThrows } from "@std/assert";
import { requireProbabilities } from "../../lib/evaluation/require_probabilities.ts";
import { ModelError } from "../../lib/model/errors.ts";

Deno.test("requireProbabilities() refuses NaN, infinities and what does not add up to 1", () => {
  const uniform = Array(10).fill(Math.log(0.1));
  const sure = [0, ...Array(9).fill(-Infinity)];
  const require = (...rows: number[][]) =>
    requireProbabilities(
      { logProbabilities: Float32Array.from(rows.flat()), count: rows.length },
      "m",
      (index) => `image ${index}`,
    );
  require(uniform, sure);
  for (
    const [row, sum] of [
      [[NaN, ...uniform.slice(1)], "NaN"],
      [[Infinity, ...uniform.slice(1)], "Infinity"],
      [Array(10).fill(-Infinity), "0"],
      [Array(10).fill(0), "10"],
    ] as const
  ) {
    assertThrows(
      () => require(uniform, [...row]),
      ModelError,
      `Cannot use model "m": the probabilities that it gives an image must add up to 1: those of image 1 add up to ${sum}; `,
    );
  }
});
