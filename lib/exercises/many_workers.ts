/** Exercises of appendix B, "Many workers". @module */
import type { Exercise } from "./check.ts";
import { listHint, numberHint } from "./hints.ts";

/** Weights of the gradients of five workers that share 32 images, largest first. */
export const weightsOfFive: Exercise<readonly number[]> = {
  hint: (answer) => {
    if (Array.isArray(answer) && answer.every((weight) => weight === 0.2)) {
      return "do all workers have the same number of images?";
    }
    return listHint(answer, [7, 7, 6, 6, 6].map((images) => images / 32));
  },
  insight: "Each image counts the same, whoever has it.",
};

/** Numbers that each of four workers in a ring sends to add up 13,402. */
export const numbersSent: Exercise<number> = {
  hint: (answer) => numberHint(answer, 2 * 3 / 4 * 13_402),
  insight: "Never more than twice the vector, however many workers there are.",
};
