/** Exercises of lesson 3, "A first network". @module */
import type { Exercise } from "./check.ts";
import { functionHint, numberHint } from "./hints.ts";

/** Parameters of the layers 784 → 64 → 32 → 10. */
export const parameters: Exercise<number> = {
  hint(answer) {
    const layers = [[784, 64], [64, 32], [32, 10]];
    const count = (biases: boolean) =>
      layers.reduce(
        (sum, [from, to]) => sum + from * to + (biases ? to : 0),
        0,
      );
    return answer === count(false)
      ? "these are the weights; what else does a layer learn?"
      : numberHint(answer, count(true));
  },
  insight: "Nearly all of them sit between the pixels and the first layer.",
};

/** The loss of a network that gives each of 26 letters the same probability. */
export const lossOfGuessing: Exercise<number> = {
  hint(answer) {
    if (!numberHint(answer, Math.log(10))) {
      return "that is the loss for ten classes.";
    }
    if (
      !numberHint(answer, Math.log2(26)) || !numberHint(answer, Math.log10(26))
    ) {
      return "the natural logarithm is needed, `Math.log`.";
    }
    return numberHint(answer, Math.log(26));
  },
  insight: "If training starts far from log(classes), something is wrong.",
};

/** The cross-entropy of logits and the right class, for logits of any size. */
export const crossEntropyOf: Exercise<
  (logits: readonly number[], label: number) => number
> = {
  hint(answer) {
    const small = functionHint(answer, crossEntropy, [
      [[2, 1, 0], 1],
      [[0, 0], 0],
      [[-3, 4, 1, 1], 2],
    ]);
    if (small) return small;
    const large = functionHint(answer, crossEntropy, [
      [[1000, 1001, 1002], 2],
      [[1000, 0], 1],
      [[-1000, -1001], 0],
    ]);
    return large &&
      `small logits are right, large ones aren't: ${large} Subtract the largest logit first, and take no logarithm of a probability.`;
  },
  insight: "It holds for logits of any size.",
};

/** The gradient of half the squared error of a softmax with respect to the logits. */
export const squaredErrorGradient: Exercise<
  (logits: readonly number[], label: number) => number[]
> = {
  hint(answer) {
    const [logits, label] = [[2, 1, 0], 1];
    const p = softmax(logits);
    const found = answer(logits, label);
    const isCrossEntropys = !functionHint(
      () => found,
      () => p.map((value, k) => value - Number(k === label)),
      [[]],
    );
    if (isCrossEntropys) return "p − y is the gradient of the cross-entropy.";
    const isDirect = !functionHint(
      () => found,
      () =>
        p.map((value, k) =>
          (value - Number(k === label)) * value * (1 - value)
        ),
      [[]],
    );
    if (isDirect) {
      return "that is each probability's own path; a logit changes the other probabilities too.";
    }
    return functionHint(answer, squaredErrorSlopes, [
      [logits, label],
      [[0, 0, 0], 2],
      [[-4, 4], 0],
    ]);
  },
  insight:
    "Every term has a factor p, so where the right class has p ≈ 0 and a wrong one p ≈ 1, almost nothing is left.",
};

/** The epoch, counted from 0, whose weights early stopping keeps. */
export const stopAt: Exercise<
  (losses: readonly number[], patience: number) => number
> = {
  hint(answer) {
    const early = [0.9, 0.6, 0.5, 0.52, 0.55, 0.6, 0.7];
    if (answer(early, 2) === 4) {
      return "it stops there, but which epoch's weights are the best it has seen?";
    }
    const late = [0.9, 0.5, 0.6, 0.7, 0.4, 0.8];
    if (answer(late, 2) === 4) {
      return "for a loss that falls again after the patience has run out: it has stopped before that.";
    }
    return functionHint(answer, keptEpoch, [
      [early, 2],
      [late, 2],
      [late, 3],
      [[0.9, 0.8, 0.7], 2],
    ]);
  },
  insight: "With more patience it survives a bump, and wastes more epochs.",
};

function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const exponentials = logits.map((z) => Math.exp(z - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((e) => e / sum);
}

function crossEntropy(logits: readonly number[], label: number): number {
  const largest = Math.max(...logits);
  const sum = logits.reduce((total, z) => total + Math.exp(z - largest), 0);
  return Math.log(sum) + largest - logits[label];
}

function squaredErrorSlopes(
  logits: readonly number[],
  label: number,
): number[] {
  const p = softmax(logits);
  const errors = p.map((value, k) => value - Number(k === label));
  const mean = p.reduce((sum, value, k) => sum + value * errors[k], 0);
  return p.map((value, k) => value * (errors[k] - mean));
}

function keptEpoch(losses: readonly number[], patience: number): number {
  let best = 0;
  for (let epoch = 1; epoch < losses.length; epoch++) {
    if (losses[epoch] < losses[best]) best = epoch;
    else if (epoch - best >= patience) break;
  }
  return best;
}
