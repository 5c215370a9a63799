/** One of each widget. @module */
import { example, initialWeights } from "../../lib/backprop/mod.ts";
import {
  type Displayable,
  learningRateWidget,
  softmaxWidget,
} from "../../lib/widgets/mod.ts";

/** By the name of the module that defines the element. */
export const samples: Readonly<Record<string, () => Displayable>> = {
  softmax: () =>
    softmaxWidget({
      logits: [2.5, -1, 0.5, 4.2, 0, 3.1, -3, 0.25, 1.5, -0.5],
      labels: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      target: 5,
    }),
  learning_rate: () =>
    learningRateWidget({
      weights: initialWeights,
      example,
      iterations: 100,
      rate: 2,
    }),
};
