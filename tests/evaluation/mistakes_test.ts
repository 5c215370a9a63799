import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { confidences, mistakes } from "../../lib/evaluation/mistakes.ts";

/** Log-probabilities of images with two probable digits each. */
function evaluationOf(images: [first: number, p: number, second: number][]) {
  const logProbabilities = new Float32Array(images.length * 10).fill(-100);
  images.forEach(([first, p, second], index) => {
    logProbabilities[index * 10 + first] = Math.log(p);
    logProbabilities[index * 10 + second] = Math.log(1 - p);
  });
  const predictions = Uint8Array.from(images, ([first]) => first);
  return { predictions, logProbabilities };
}

const evaluation = evaluationOf([[3, 0.9, 5], [7, 0.6, 1], [2, 0.8, 0]]);

Deno.test("mistakes() lists misclassified images, the most confident first", () => {
  const found = mistakes(evaluation, Uint8Array.of(3, 1, 0));
  assertEquals(
    found.map(({ index, label, prediction }) => [index, label, prediction]),
    [[2, 0, 2], [1, 1, 7]],
  );
  assertAlmostEquals(found[0].confidence, 0.8, 1e-6);
  assertAlmostEquals(found[0].labelProbability, 0.2, 1e-6);
});

Deno.test("mistakes() needs a label for each prediction", () => {
  assertThrows(() => mistakes(evaluation, Uint8Array.of(3)), RangeError);
});

Deno.test("confidences() returns the probability of each prediction", () => {
  const values = confidences(evaluation);
  [0.9, 0.6, 0.8].forEach((p, index) =>
    assertAlmostEquals(values[index], p, 1e-6)
  );
});
