/** One of each widget. @module */
import { meanImages, pixelsOf, syntheticDigits } from "../../lib/data/mod.ts";
import { convolve } from "../../lib/widgets/drawings/convolution.ts";
import { example, initialWeights } from "../../lib/backprop/mod.ts";
import {
  digitPadWidget,
  type Displayable,
  type InspectedDigit,
  inspectorWidget,
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

const digits = syntheticDigits({ count: 30, seed: 3 });

/** Digits with made-up answers; the third is read as another. */
export const inspected: readonly InspectedDigit[] = Array.from(
  { length: 30 },
  (_, k) => {
    const pixels = pixelsOf(digits, k);
    const label = digits.labels[k];
    const answer = k === 2 ? (label + 1) % 10 : label;
    const map = (weight: number) =>
      convolve(
        { pixels, rows: 28, columns: 28 },
        kernel.map((w) => w * weight),
      );
    return {
      pixels,
      label,
      probabilities: Array.from(
        { length: 10 },
        (_, c) => c === answer ? 0.91 : 0.01,
      ),
      maps: {
        edges: Array.from({ length: 16 }, (_, c) => map(c / 8 - 1)),
        ink: Array.from({ length: 12 }, (_, c) => ({
          rows: 28,
          columns: 28,
          values: Array.from(pixels, (pixel) => c * pixel / 255),
        })),
      },
      heat: Array.from(pixels, (pixel, i) => pixel / 255 * (i % 28) / 28),
    };
  },
);

/** Digits whose mean images the pad compares with. */
export const padDigits = syntheticDigits({ count: 200, seed: 3 });

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
  inspector: () => inspectorWidget({ digits: inspected }),
  digit_pad: () => digitPadWidget({ means: meanImages(padDigits) }),
  learning_rate: () =>
    learningRateWidget({
      weights: initialWeights,
      example,
      iterations: 100,
      rate: 2,
    }),
};
