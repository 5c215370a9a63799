/** Exercises of appendix A, "Recorded steps". @module */
import type { Exercise } from "./check.ts";
import { numberHint } from "./hints.ts";

/** Recordings after two epochs of 1,000 images in batches of 64. */
export const recordingsAfterTwoEpochs: Exercise<number> = {
  hint: (answer) => {
    if (answer === 1) return "is every batch of an epoch of the same shape?";
    if (answer === 4) return "does the second epoch bring new shapes?";
    return numberHint(answer, new Set([64, 1000 % 64]).size);
  },
  insight: "One for batches of 64, one for the 40 images that are left.",
};
