/** The exercises of lesson 5, Training. @module */
import { batchCount } from "../data/batches.ts";
import { createSchedule } from "../training/schedule.ts";
import type { Exercise } from "./check.ts";
import { functionHint, numberHint } from "./hints.ts";

/** Momentum's velocity after each step, starting from 0: v ← μv + g. */
function velocitiesOf(gradients: number[], mu: number): number[] {
  let v = 0;
  return gradients.map((g) => v = mu * v + g);
}

/** The velocity after each step, from the gradients and μ. */
export const velocities: Exercise<
  (gradients: number[], mu: number) => number[]
> = {
  hint: (answer) =>
    functionHint(answer, velocitiesOf, [
      [[1], 0.9],
      [[1, 1, 1], 0.5],
      [[2, -1, 4, 0.5], 0.9],
    ]),
  insight: "What gradients have in common adds up; opposite ones cancel.",
};

/** The rate without momentum that goes as fast as η = 0.05 with μ = 0.9. */
export const plainRate: Exercise<number> = {
  hint: (answer) => {
    // v ends at 1 / (1 − μ) where every gradient is 1
    const v = velocitiesOf(Array<number>(1000).fill(1), 0.9).at(-1)!;
    const hint = numberHint(answer, 0.05 * (1 + 0.9 * v));
    if (hint && !numberHint(answer, 0.05 * 0.9 * v)) {
      return "the step is η(g + μv): the gradient itself is missing.";
    }
    if (hint && !numberHint(answer, v)) {
      return "that is where v ends: how long is the step, then?";
    }
    return hint;
  },
  insight:
    "On a long slope, momentum of 0.9 multiplies the learning rate by ten.",
};

/** The steps of a run of 20 epochs of 60,000 images in batches of 64. */
export const stepsOfRun: Exercise<number> = {
  hint: (answer) => {
    const [images, batchSize, epochs] = [60_000, 64, 20];
    if (answer === epochs * images / batchSize) {
      return "an epoch has a whole number of steps: its last batch is smaller.";
    }
    return numberHint(answer, epochs * batchCount(images, batchSize));
  },
  insight: "The last batch of each epoch has 32 images.",
};

/** The rate at step `step` (from 0) of 1,000, which falls from 0.05 along half a cosine. */
export const cosineRate: Exercise<(step: number) => number> = {
  hint: (answer) =>
    functionHint(
      answer,
      createSchedule({ kind: "cosine", rate: 0.05 }, 1000, 1000),
      [[0], [500], [250], [999]],
    ),
  insight: "The rate falls slowly at both ends and fast in the middle.",
};
