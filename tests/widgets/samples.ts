/** One of each widget. @module */
import { example, initialWeights } from "../../lib/backprop/mod.ts";
import { type Displayable, learningRateWidget } from "../../lib/widgets/mod.ts";

/** By the name of the module that defines the element. */
export const samples: Readonly<Record<string, () => Displayable>> = {
  learning_rate: () =>
    learningRateWidget({
      weights: initialWeights,
      example,
      iterations: 100,
      rate: 2,
    }),
};
