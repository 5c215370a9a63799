/** Exercises of lesson 1, "Backpropagation by hand". @module */
import {
  example,
  initialWeights,
  mapWeights,
  train,
  Value,
} from "../backprop/mod.ts";
import type { Exercise } from "./check.ts";
import { functionHint, numberHint } from "./hints.ts";

/** Two of the numbers agree as far as an answer needs to. */
function near(answer: number, other: number): boolean {
  return Math.abs(answer - other) <= 0.001 * Math.abs(other);
}

function errorLeft(learningRate: number): number {
  const options = { weights: initialWeights, example, learningRate };
  return train({ ...options, iterations: 1000 })[1000].errors.E;
}

/** The error that is left after 1000 iterations at learning rate 500. */
export const errorAtRate500: Exercise<number> = {
  hint: (answer) => {
    if (answer === 0) {
      return "small, but not 0: what are the outputs, and what are the targets?";
    }
    if (near(answer, errorLeft(100))) {
      return "that is the error at learning rate 100.";
    }
    return numberHint(answer, errorLeft(500), { relative: 0.01 });
  },
  insight:
    "The outputs are 0 and 1, 0.01 away from their targets, and there the slope is practically zero.",
};

/** ∂E/∂b2 of a bias that both output units add to their sums. */
export const biasGradient: Exercise<
  (dE_do1: number, dE_do2: number) => number
> = {
  hint: (answer) => {
    if (typeof answer === "function") {
      const found = answer(0.3, -0.5);
      if (found === 0.3 || found === -0.5) {
        return "b2 reaches the error on two paths, and this is one of them.";
      }
      if (near(found, 0.3 * -0.5)) {
        return "derivatives multiply along a path; where paths join, they don't.";
      }
    }
    const right = (dE_do1: number, dE_do2: number) => dE_do1 + dE_do2;
    return functionHint(answer, right, [[0.3, -0.5], [1, 2]]);
  },
  insight: "Each path has ∂o/∂b2 = 1, and the paths add up.",
};

/** ∂E/∂w1 with tanh in the hidden layer and σ in the outputs. */
export const tanhHidden: Exercise<number> = {
  hint: (answer) => {
    const mistakes: [number, string][] = [
      [
        gradientOfW1(sigmoid, sigmoid),
        "that is the network with σ in both layers.",
      ],
      [
        gradientOfW1(tanh, tanh),
        "that is the network with tanh in both layers.",
      ],
      [
        gradientOfW1(tanhWithSlopeOfSigmoid, sigmoid),
        "the activations are right, but one slope is still that of σ.",
      ],
    ];
    const mistake = mistakes.find(([number]) => near(answer, number));
    return mistake?.[1] ?? numberHint(answer, gradientOfW1(tanh, sigmoid));
  },
  insight:
    "Only ∂E/∂h1 and ∂E/∂h2 have another formula: the others never ask how a hidden activation was made.",
};

type Activation = (sum: Value) => Value;

const sigmoid: Activation = (sum) => sum.sigmoid();
const tanh: Activation = (sum) => sum.tanh();
function tanhWithSlopeOfSigmoid(sum: Value): Value {
  const a = Math.tanh(sum.data);
  return new Value(a, [[sum, a * (1 - a)]]);
}

/** ∂E/∂w1 at the initial weights. */
function gradientOfW1(hidden: Activation, output: Activation): number {
  const { i1, i2, t1, t2 } = example;
  const w = initialWeights;
  const w1 = new Value(w.w1);
  const a_h1 = hidden(w1.mul(i1).add(w.w2 * i2));
  const a_h2 = hidden(new Value(w.w3 * i1 + w.w4 * i2));
  const a_o1 = output(a_h1.mul(w.w5).add(a_h2.mul(w.w6)));
  const a_o2 = output(a_h1.mul(w.w7).add(a_h2.mul(w.w8)));
  a_o1.sub(t1).pow(2).add(a_o2.sub(t2).pow(2)).mul(0.5).backward();
  return w1.gradient;
}

/** w1 − w3 after 1000 iterations at learning rate 1, all weights being 0.5 at first. */
export const differenceOfEqualWeights: Exercise<number> = {
  hint: (answer) => {
    const weights = mapWeights(() => 0.5);
    const options = { weights, example, learningRate: 1, iterations: 1000 };
    const { w1, w3 } = train(options)[1000].weights;
    if (near(answer, w1)) return "that is w1: the difference to w3 is asked.";
    return numberHint(answer, w1 - w3);
  },
  insight:
    "Both hidden units compute the same, get the same gradients and stay the same for ever. Random starting weights break the tie.",
};

/** The two slopes of a / b: with respect to a, then to b. */
export const quotientSlopes: Exercise<
  (a: number, b: number) => readonly number[]
> = {
  hint: (answer) =>
    functionHint(answer, (a, b) => [1 / b, -a / b ** 2], [
      [3, 2],
      [-1, 4],
    ]),
  insight: "With these two slopes a division takes part in any calculation.",
};
