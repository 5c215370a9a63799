/** One of each widget. @module */
import { pixelsOf, syntheticDigits } from "../../lib/data/mod.ts";
import { example, initialWeights } from "../../lib/backprop/mod.ts";
import {
  type Displayable,
  kernelEditorWidget,
  learningRateWidget,
  slidingWindowWidget,
  softmaxWidget,
} from "../../lib/widgets/mod.ts";

/** A digit. */
export const image = {
  pixels: pixelsOf(syntheticDigits({ count: 30, seed: 3 }), 7),
  rows: 28,
  columns: 28,
};
/** Finds upper edges. */
export const kernel = [-1, -1, -1, 0, 0, 0, 1, 1, 1];

/** By the name of the module that defines the element. */
export const samples: Readonly<Record<string, () => Displayable>> = {
  softmax: () =>
    softmaxWidget({
      logits: [2.5, -1, 0.5, 4.2, 0, 3.1, -3, 0.25, 1.5, -0.5],
      labels: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      target: 5,
    }),
  sliding_window: () => slidingWindowWidget({ image, kernel }),
  kernel_editor: () => kernelEditorWidget({ image, kernel }),
  learning_rate: () =>
    learningRateWidget({
      weights: initialWeights,
      example,
      iterations: 100,
      rate: 2,
    }),
};
