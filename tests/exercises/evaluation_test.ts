import { assertEquals } from "@std/assert";
import { classMetrics } from "../../lib/evaluation/metrics.ts";
import { verdict } from "../../lib/exercises/check.ts";
import * as exercises from "../../lib/exercises/evaluation.ts";

/** What is off about an answer, or nothing. */
async function off<Answer>(
  exercise: Parameters<typeof verdict<Answer>>[0],
  answer: Answer,
): Promise<string | undefined> {
  const text = await verdict(exercise, answer);
  return text.startsWith("Right.") ? undefined : text;
}

Deno.test("imagesNeeded takes 76,448 images and names typical mistakes", async () => {
  const { imagesNeeded } = exercises;
  assertEquals(await off(imagesNeeded, 76_448), undefined);
  assertEquals(await off(imagesNeeded, 76_500), undefined);
  assertEquals(
    await off(imagesNeeded, 7.64),
    "Not yet: 0.05 points are 0.0005.",
  );
  assertEquals(
    await off(imagesNeeded, 19_900),
    "Not yet: that is one standard deviation: 95 % takes z of them.",
  );
  assertEquals(
    await off(imagesNeeded, 305_800),
    "Not yet: ±0.05 is from the middle to one end.",
  );
  assertEquals(
    await off(imagesNeeded, 1000),
    "Not yet: 1000 is too small.",
  );
});

Deno.test("f1Of is the harmonic mean, 0 for a class never answered", async () => {
  const { f1Of } = exercises;
  const metrics = (matrix: number[][], k: number) => classMetrics(matrix)[k];
  assertEquals(await off(f1Of, (m, k) => metrics(m, k).f1), undefined);
  assertEquals(
    await off(f1Of, (m, k) => metrics(m, k).precision),
    "Not yet: that is the precision alone.",
  );
  assertEquals(
    await off(f1Of, (m, k) => metrics(m, k).recall),
    "Not yet: that is the recall alone.",
  );
  assertEquals(
    await off(f1Of, (m, k) => {
      const { precision, recall } = metrics(m, k);
      return (precision + recall) / 2;
    }),
    "Not yet: that is the ordinary mean of precision and recall.",
  );
  assertEquals(
    await off(f1Of, (m, k) => {
      const { precision, recall } = metrics(m, k);
      return 2 * precision * recall / (precision + recall);
    }),
    "Not yet: for a class that is never answered, it gives NaN. Multiply out 2 / (1/precision + 1/recall) first.",
  );
});

/** The probability of at most so many heads. */
function atMost(heads: number, tosses: number): number {
  let [ways, sum] = [1, 0];
  for (let k = 0; k <= heads; k++) {
    sum += ways / 2 ** tosses;
    ways *= (tosses - k) / (k + 1);
  }
  return sum;
}

Deno.test("coinToss counts both sides", async () => {
  const { coinToss } = exercises;
  const oneSide = (a: number, b: number) => atMost(Math.min(a, b), a + b);
  assertEquals(
    await off(coinToss, (a, b) => Math.min(1, 2 * oneSide(a, b))),
    undefined,
  );
  assertEquals(
    await off(coinToss, oneSide),
    "Not yet: that is one side: 1 to 8 would have been as uneven as 8 to 1.",
  );
  assertEquals(
    await off(coinToss, (a, b) => 2 * oneSide(a, b)),
    "Not yet: for 3 to 3 it gives more than 1.",
  );
  assertEquals(
    await off(coinToss, (a, b) => 2 * (a + b) / 2 ** (a + b)),
    "Not yet: that is the probability of exactly 8 to 1. What about 9 to 0?",
  );
});

Deno.test("handedOver keeps as many answers as the target allows", async () => {
  const { handedOver } = exercises;
  type Answer = Parameters<typeof handedOver.hint>[0];
  const longest: Answer = (confidence, right, target) => {
    const order = Array.from(confidence, (_, k) => k)
      .sort((a, b) => confidence[a] - confidence[b]);
    return order.findIndex((_, count) => {
      const kept = order.slice(count);
      return kept.filter((k) => right[k]).length >= target * kept.length;
    });
  };
  // Keeping nothing is always allowed
  assertEquals(
    await off(handedOver, (...args) => {
      const found = longest(...args);
      return found < 0 ? args[0].length : found;
    }),
    undefined,
  );
  assertEquals(
    await off(handedOver, (confidence, right) => {
      const mistakes = Array.from(confidence).filter((_, k) => !right[k]);
      return Array.from(confidence)
        .filter((each) => each <= Math.max(...mistakes)).length;
    }),
    "Not yet: for [0.9,0.6,0.8,0.7], [true,true,false,true], 0.75: 3 is too large.",
  );
});

Deno.test("tempered divides, and makes the sum 1 again", async () => {
  const { tempered } = exercises;
  const powered = (logP: number[], T: number) =>
    logP.map((log) => Math.exp(log / T));
  const normalized = (values: number[]) => {
    const sum = values.reduce((a, b) => a + b);
    return values.map((value) => value / sum);
  };
  assertEquals(
    await off(tempered, (logP, T) => normalized(powered(logP, T))),
    undefined,
  );
  assertEquals(
    await off(tempered, (logP, T) => normalized(powered(logP, 1 / T))),
    "Not yet: a higher T must make the probabilities more even.",
  );
  assertEquals(
    await off(tempered, powered),
    "Not yet: the three probabilities add up to 1.600.",
  );
});
