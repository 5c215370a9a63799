import { assertStringIncludes } from "@std/assert";
import {
  errors,
  example,
  finiteDifferences,
  forward,
  gradients,
  initialWeights,
  sigmoid,
} from "../../lib/backprop/mod.ts";
import {
  biasGradient,
  differenceOfEqualWeights,
  errorAtRate500,
  quotientSlopes,
  tanhHidden,
} from "../../lib/exercises/backpropagation.ts";
import { type Exercise, verdict } from "../../lib/exercises/check.ts";

async function assertVerdict<Answer>(
  exercise: Exercise<Answer>,
  answer: Answer,
  expected: string,
): Promise<void> {
  assertStringIncludes(await verdict(exercise, answer), expected);
}

Deno.test("errorAtRate500 is what is left where the units saturate", async () => {
  await assertVerdict(errorAtRate500, 1e-4, "Right.");
  await assertVerdict(errorAtRate500, 0, "not 0");
  await assertVerdict(errorAtRate500, 0.005, "too large");
});

Deno.test("biasGradient adds both paths", async () => {
  await assertVerdict(biasGradient, (o1, o2) => o2 + o1, "Right.");
  await assertVerdict(biasGradient, (o1) => o1, "one of them");
  await assertVerdict(biasGradient, (_, o2) => o2, "one of them");
  await assertVerdict(biasGradient, (o1, o2) => o1 * o2, "paths join");
  await assertVerdict(biasGradient, 3 as never, "a function is needed");
});

/** ∂E/∂w1 by finite differences. */
function measured(hidden: typeof sigmoid, output: typeof sigmoid): number {
  const E = (w1: number) => {
    const w = { ...initialWeights, w1 };
    const { h1, h2 } = forward(w, example);
    const [a_h1, a_h2] = [hidden(h1), hidden(h2)];
    const a_o1 = output(w.w5 * a_h1 + w.w6 * a_h2);
    const a_o2 = output(w.w7 * a_h1 + w.w8 * a_h2);
    return errors({ a_o1, a_o2 }, example).E;
  };
  const { w1 } = initialWeights;
  return (E(w1 + 1e-5) - E(w1 - 1e-5)) / 2e-5;
}

Deno.test("tanhHidden knows the other networks", async () => {
  await assertVerdict(tanhHidden, measured(Math.tanh, sigmoid), "Right.");
  const sigmoids = finiteDifferences(initialWeights, example).w1;
  await assertVerdict(tanhHidden, sigmoids, "with σ in both layers");
  const tanhs = measured(Math.tanh, Math.tanh);
  await assertVerdict(tanhHidden, tanhs, "with tanh in both layers");
  const right = measured(Math.tanh, sigmoid);
  const a = Math.tanh(forward(initialWeights, example).h1);
  const oldSlope = right / (1 - a ** 2) * a * (1 - a);
  await assertVerdict(tanhHidden, oldSlope, "slope is still that of σ");
  await assertVerdict(tanhHidden, gradients(initialWeights, example).w5, "Not");
});

Deno.test("differenceOfEqualWeights is exactly 0", async () => {
  await assertVerdict(differenceOfEqualWeights, 0, "Right.");
  await assertVerdict(differenceOfEqualWeights, 0.1, "too large");
});

Deno.test("quotientSlopes wants both slopes, with their signs", async () => {
  await assertVerdict(quotientSlopes, (a, b) => [1 / b, -a / b / b], "Right.");
  await assertVerdict(
    quotientSlopes,
    (a, b) => [1 / b, a / b / b],
    "element 1: the size is right, the sign is not",
  );
  await assertVerdict(quotientSlopes, (_, b) => [1 / b], "another length");
});
