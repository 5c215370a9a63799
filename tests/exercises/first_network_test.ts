import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Exercise, verdict } from "../../lib/exercises/check.ts";
import * as exercises from "../../lib/exercises/first_network.ts";

async function assertRight<Answer>(
  exercise: Exercise<Answer>,
  answer: Answer,
): Promise<void> {
  const text = await verdict(exercise, answer);
  assertEquals(text.slice(0, 6), "Right.", text);
}

async function assertHint<Answer>(
  exercise: Exercise<Answer>,
  answer: Answer,
  hint: string,
): Promise<void> {
  const text = await verdict(exercise, answer);
  assertStringIncludes(text, "Not yet: ");
  assertStringIncludes(text, hint);
}

function softmax(z: readonly number[]): number[] {
  const exponentials = z.map(Math.exp);
  const sum = exponentials.reduce((a, b) => a + b);
  return exponentials.map((e) => e / sum);
}

Deno.test("parameters counts weights and biases", async () => {
  await assertRight(exercises.parameters, 52_650);
  await assertHint(exercises.parameters, 52_544, "what else");
  await assertHint(exercises.parameters, 7850, "too small");
});

Deno.test("lossOfGuessing is log 26 and knows other logarithms", async () => {
  const { lossOfGuessing } = exercises;
  await assertRight(lossOfGuessing, 3.258);
  await assertHint(lossOfGuessing, 2.3026, "ten classes");
  await assertHint(lossOfGuessing, Math.log2(26), "natural logarithm");
  await assertHint(lossOfGuessing, Math.log10(26), "natural logarithm");
  await assertHint(lossOfGuessing, -Math.log(26), "the sign is not");
});

Deno.test("crossEntropyOf holds for large logits", async () => {
  const { crossEntropyOf } = exercises;
  const naive = (z: readonly number[], label: number) =>
    -Math.log(softmax(z)[label]);
  await assertHint(crossEntropyOf, naive, "Subtract the largest logit");
  const stable = (z: readonly number[], label: number) => {
    const largest = Math.max(...z);
    const shifted = z.map((value) => value - largest);
    return Math.log(shifted.reduce((sum, v) => sum + Math.exp(v), 0)) -
      shifted[label];
  };
  await assertRight(crossEntropyOf, stable);
  const half = (z: readonly number[], label: number) =>
    naive(z.map((value) => value - Math.max(...z)), label);
  await assertHint(crossEntropyOf, half, "no logarithm of a probability");
  const probability = (z: readonly number[], label: number) =>
    softmax(z)[label];
  await assertHint(crossEntropyOf, probability, "for [2,1,0], 1");
});

Deno.test("squaredErrorGradient follows all paths", async () => {
  const { squaredErrorGradient } = exercises;
  // By finite differences, which know nothing of the formula
  const error = (z: readonly number[], label: number) =>
    softmax(z).reduce((sum, p, k) => sum + (p - Number(k === label)) ** 2, 0) /
    2;
  const measured = (z: readonly number[], label: number) =>
    z.map((value, k) => {
      const up = error(z.with(k, value + 1e-5), label);
      const down = error(z.with(k, value - 1e-5), label);
      return (up - down) / 2e-5;
    });
  await assertRight(squaredErrorGradient, measured);
  const ofCrossEntropy = (z: readonly number[], label: number) =>
    softmax(z).map((p, k) => p - Number(k === label));
  await assertHint(squaredErrorGradient, ofCrossEntropy, "cross-entropy");
  const ownPath = (z: readonly number[], label: number) =>
    softmax(z).map((p, k) => (p - Number(k === label)) * p * (1 - p));
  await assertHint(squaredErrorGradient, ownPath, "other probabilities");
});

Deno.test("stopAt keeps the best epoch before the patience ends", async () => {
  const { stopAt } = exercises;
  const right = (losses: readonly number[], patience: number) => {
    let best = 0;
    for (let k = 1; k < losses.length && k - best <= patience; k++) {
      if (losses[k] < losses[best]) best = k;
    }
    return best;
  };
  await assertRight(stopAt, right);
  const lowest = (losses: readonly number[]) =>
    losses.indexOf(Math.min(...losses));
  await assertHint(stopAt, lowest, "has stopped before");
  const stops = (losses: readonly number[], patience: number) =>
    right(losses, patience) + patience;
  await assertHint(stopAt, stops, "best it has seen");
  await assertHint(stopAt, () => 0, "0 is too small");
});
