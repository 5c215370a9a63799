/** Exercises of lesson 7, "Learning from other networks". @module */
import type { Exercise } from "./check.ts";
import { numberHint } from "./hints.ts";

/** The temperature at which logits 4 and 0 give probabilities 0.75 and 0.25. */
export const temperatureOfThreeQuarters: Exercise<number> = {
  hint: (answer) => {
    if (Math.abs(answer - Math.log(3) / 4) < 0.003) {
      return "that is 1/T: logits are divided by the temperature.";
    }
    if (Math.abs(answer - 4 / Math.log(0.75 / 0.5)) < 0.01) {
      return "the second probability is 0.25, not 0.5.";
    }
    return numberHint(answer, 4 / Math.log(3), { relative: 0.01 });
  },
  insight:
    "There, e^(4/T) = 3: the first probability is three times the second.",
};
