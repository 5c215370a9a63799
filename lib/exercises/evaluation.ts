/** Exercises of lesson 6, "Evaluation". @module */
import type { Exercise } from "./check.ts";
import { functionHint, numberHint } from "./hints.ts";

/** Standard deviations to either side that hold 95 % of a normal distribution. */
const Z_95 = 1.96;

/** Independent images that it takes to know 99.5 % to ±0.05 points. */
export const imagesNeeded: Exercise<number> = {
  hint(answer) {
    const variance = 0.995 * 0.005;
    const right = (Z_95 / 0.0005) ** 2 * variance;
    const mistakes: [number, string][] = [
      [(Z_95 / 0.05) ** 2 * variance, "0.05 points are 0.0005."],
      [
        (1 / 0.0005) ** 2 * variance,
        "that is one standard deviation: 95 % takes z of them.",
      ],
      [
        (2 * Z_95 / 0.0005) ** 2 * variance,
        "±0.05 is from the middle to one end.",
      ],
    ];
    const mistake = mistakes.find(([number]) =>
      Math.abs(answer - number) <= 0.01 * number
    );
    return mistake?.[1] ?? numberHint(answer, right, { relative: 0.01 });
  },
  insight:
    "More than MNIST has; and that is only for the second decimal to be known to half a tenth.",
};

/** F1 of a class, from the confusion matrix. */
export const f1Of: Exercise<(matrix: number[][], k: number) => number> = {
  hint(answer) {
    const [matrix, k] = [[[8, 2, 0], [1, 9, 0], [0, 4, 0]], 1];
    if (typeof answer === "function") {
      const found = answer(matrix, k);
      const near = (other: number) => Math.abs(found - other) < 1e-6;
      if (near(9 / 15)) return "that is the precision alone.";
      if (near(9 / 10)) return "that is the recall alone.";
      if (near((9 / 15 + 9 / 10) / 2)) {
        return "that is the ordinary mean of precision and recall.";
      }
      if (Number.isNaN(answer(matrix, 2))) {
        return "for a class that is never answered, it gives NaN. Multiply out 2 / (1/precision + 1/recall) first.";
      }
    }
    return functionHint(answer, f1, [[matrix, k], [matrix, 0], [matrix, 2]]);
  },
  insight:
    "Multiplied out, it is 2 · right answers / (row's sum + column's sum), and 0 for a class that is never answered.",
};

function f1(matrix: number[][], k: number): number {
  const row = matrix[k].reduce((sum, count) => sum + count, 0);
  const column = matrix.reduce((sum, counts) => sum + counts[k], 0);
  return 2 * matrix[k][k] / (row + column);
}

/** How often a fair coin falls at least as unevenly. */
export const coinToss: Exercise<(gained: number, lost: number) => number> = {
  hint(answer) {
    if (typeof answer === "function") {
      const found = answer(8, 1);
      const oneSided = fairCoin(8, 1) / 2;
      if (Math.abs(found - oneSided) < 1e-9) {
        return "that is one side: 1 to 8 would have been as uneven as 8 to 1.";
      }
      if (Math.abs(found - 18 / 2 ** 9) < 1e-9) {
        return "that is the probability of exactly 8 to 1. What about 9 to 0?";
      }
      if (answer(3, 3) > 1) return "for 3 to 3 it gives more than 1.";
    }
    return functionHint(answer, fairCoin, [
      [8, 1],
      [1, 8],
      [10, 10],
      [3, 0],
      [0, 0],
    ]);
  },
  insight:
    "This is McNemar's test in its exact form: images that both get right or both get wrong don't count.",
};

function fairCoin(gained: number, lost: number): number {
  const tosses = gained + lost;
  let ways = 1; // Of getting k heads in all tosses
  let share = 0;
  for (let k = 0; k <= Math.min(gained, lost); k++) {
    share += 2 * ways / 2 ** tosses;
    ways *= (tosses - k) / (k + 1);
  }
  return Math.min(1, share);
}

/** The fewest answers to hand over, the least sure ones, for a share of right answers. */
export const handedOver: Exercise<
  (
    confidence: ArrayLike<number>,
    right: ArrayLike<boolean>,
    target: number,
  ) => number
> = {
  hint: (answer) =>
    functionHint(answer, fewestHandedOver, [
      [[0.9, 0.6, 0.8, 0.7], [true, false, true, true], 1],
      // The mistake is not among the least sure
      [[0.9, 0.6, 0.8, 0.7], [true, true, false, true], 0.75],
      [[0.9, 0.6, 0.8, 0.7], [true, true, false, true], 0.8],
      // Two surer mistakes, made up for by many right answers
      [
        [0.99, 0.98, 0.97, 0.96, 0.95, 0.94],
        [false, true, true, true, true, false],
        0.8,
      ],
      [[0.9, 0.8], [false, false], 0.5],
    ]),
  insight:
    "Chosen on the images it is judged by, such a threshold looks a little better than it is.",
};

function fewestHandedOver(
  confidence: ArrayLike<number>,
  right: ArrayLike<boolean>,
  target: number,
): number {
  const surest = Array.from(confidence, (_, k) => k)
    .sort((a, b) => confidence[b] - confidence[a]);
  let correct = 0;
  let kept = 0;
  for (const [place, k] of surest.entries()) {
    if (right[k]) correct++;
    if (correct >= target * (place + 1)) kept = place + 1;
  }
  return confidence.length - kept;
}

/** Probabilities after dividing the scores by a temperature. */
export const tempered: Exercise<(logP: number[], T: number) => number[]> = {
  hint(answer) {
    if (typeof answer === "function") {
      const logP = [0.7, 0.2, 0.1].map(Math.log);
      const found = answer(logP, 2);
      const sum = found.reduce((a, b) => a + b, 0);
      if (Math.abs(sum - 1) > 1e-3) {
        return `the three probabilities add up to ${sum.toFixed(3)}.`;
      }
      const inverse = temperedBy(logP, 0.5);
      if (found.every((p, k) => Math.abs(p - inverse[k]) < 1e-6)) {
        return "a higher T must make the probabilities more even.";
      }
    }
    return functionHint(answer, temperedBy, [
      [[0.7, 0.2, 0.1].map(Math.log), 2],
      [[0.5, 0.5].map(Math.log), 3],
      [[0.9, 0.1].map(Math.log), 0.5],
    ]);
  },
  insight:
    "Log-probabilities are the scores minus one number for all ten, which the softmax takes out again.",
};

function temperedBy(logP: number[], T: number): number[] {
  const powers = logP.map((log) => Math.exp(log / T));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
