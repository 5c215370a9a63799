/** Exercises of lesson 8, "Your own network, your own data". @module */
import type { Exercise } from "./check.ts";
import { numberHint } from "./hints.ts";

/** Classes of the plants, and of the letters. */
const [PLANTS, CAPITALS] = [1000, 26];

/** Parameters of a layer with so many inputs to each output, and a bias. */
function layer(inputs: number, outputs: number): number {
  return (inputs + 1) * outputs;
}

/** Parameters of the two convolutions of the lesson's network. */
const TWO_BLOCKS = layer(3 * 3 * 1, 16) + layer(3 * 3 * 16, 32);

/** Parameters of the lesson's network for so many classes. */
function parametersOf(classes: number): number {
  return TWO_BLOCKS + layer(7 * 7 * 32, 64) + layer(64, classes);
}

/** The loss of a network that knows nothing of a thousand classes. */
export const lossOfThousand: Exercise<number> = {
  hint: (answer) =>
    Math.abs(answer - Math.log10(PLANTS)) < 0.01
      ? "that is the decimal logarithm; the loss has the natural one."
      : numberHint(answer, Math.log(PLANTS)),
  insight: "Ten times as many classes add log 10 = 2.30.",
};

/** Parameters of the lesson's network with a thousand classes. */
export const ofThousandClasses: Exercise<number> = {
  hint: (answer) =>
    answer === parametersOf(CAPITALS)
      ? "that is with 26 classes."
      : answer === parametersOf(PLANTS) - PLANTS + CAPITALS
      ? "each new class has a bias too."
      : numberHint(answer, parametersOf(PLANTS)),
  insight: "Only the last layer grows: 65 parameters for each class.",
};

/** Parameters of the lesson's network with a third block. */
export const ofThreeBlocks: Exercise<number> = {
  hint: (answer) =>
    answer === parametersOf(CAPITALS) + layer(3 * 3 * 32, 64)
      ? "the first fully connected layer has fewer inputs than before."
      : numberHint(
        answer,
        TWO_BLOCKS + layer(3 * 3 * 32, 64) + layer(3 * 3 * 64, 64) +
          layer(64, CAPITALS),
      ),
  insight:
    "One layer more, and less than two thirds of the parameters: the pooling leaves 576 values in place of 1,568.",
};

/** The names of the most probable classes. */
export const mostProbable: Exercise<
  (logs: number[], names: string[], count: number) => string[]
> = {
  hint(answer) {
    if (typeof answer !== "function") return "a function is needed.";
    const logs = [-3, -0.2, -5, -2];
    const names = ["A", "B", "C", "D"];
    const found = answer([...logs], [...names], 2);
    if (!Array.isArray(found)) return "it must return a list of names.";
    if (found.length !== 2) {
      return `asked for 2 names, it gives ${found.length}.`;
    }
    const given = found.join(" ");
    if (given === "B D") {
      const all = answer([...logs], [...names], 4).join(" ");
      return all === "B D A C"
        ? undefined
        : "right for 2 names, and not for all 4.";
    }
    if (given === "C A") return "these are the least probable.";
    if (given === "D B") return "the most probable must come first.";
    return "the names don't fit: the largest log-probability is the nearest to 0.";
  },
  insight: "This is what deno task predict shows for more than ten classes.",
};

/** Pictures for an interval of a point to either side, at 95 % right. */
export const picturesNeeded: Exercise<number> = {
  hint(answer) {
    const required = 0.95 * 0.05 * (1.96 / 0.01) ** 2;
    if (Math.abs(answer - required / 4) < 10) {
      return "one point to either side: the whole interval is two wide.";
    }
    if (Math.abs(answer - 0.95 * 0.05 / 0.01 ** 2) < 10) {
      return "that is one standard deviation; it takes 1.96 of them.";
    }
    return numberHint(answer, required, { relative: 0.01 });
  },
  insight:
    "Half the width takes four times as many. And they must be independent: many fonts, not many pictures of a few.",
};
