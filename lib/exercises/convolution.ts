/** Exercises of lesson 4, "Convolution and the seven layers". @module */
import { defaultNetwork } from "../model/network.ts";
import { trainableParameters } from "../model/parameters.ts";
import { summarize } from "../model/summary.ts";
import type { tf } from "../tensorflow/mod.ts";
import type { Exercise } from "./check.ts";
import { functionHint, listHint, numberHint } from "./hints.ts";

/** `[rows][columns]` */
type Matrix = readonly (readonly number[])[];

/** What the assignment allows. */
const PARAMETER_BOUND = 20_000;
/** Rows and columns of a digit. */
const IMAGE_SIDE = 28;

/** The convolution kernel that moves every image one pixel to the right. */
export const shiftRight: Exercise<Matrix> = {
  hint(kernel) {
    if (kernel.length !== 3 || kernel.some((row) => row.length !== 3)) {
      return "three rows of three weights are needed.";
    }
    const moved = convolvedSame(probe, kernel).flat();
    const shifted = (rows: number, columns: number) =>
      probe.map((row, r) =>
        row.map((_, c) => probe[r - rows]?.[c - columns] ?? 0)
      ).flat();
    if (!listHint(moved, shifted(0, 1))) return undefined;
    if (!listHint(moved, shifted(0, 0))) return "the image stays where it is.";
    if (!listHint(moved, shifted(0, -1))) {
      return "the image moves to the left: which neighbour must a pixel take its value from?";
    }
    if (!listHint(moved, shifted(1, 0)) || !listHint(moved, shifted(-1, 0))) {
      return "the image moves up or down: rows come first, then columns.";
    }
    return "the image doesn't move as a whole. How many weights must differ from 0?";
  },
  insight: "Each place takes the value of its left neighbour.",
};

/** Pixels that a value of the fifth convolution sees without max pooling. */
export const fieldWithoutPooling: Exercise<number> = {
  hint: (answer) =>
    answer === 18
      ? "that is with the max pooling."
      : numberHint(answer, fieldOf(defaultNetwork.channels.length)),
  insight: "Each convolution adds 2 to the one pixel at the start.",
};

/** Convolutions that it takes to see 18 pixels without max pooling. */
export const convolutionsFor18: Exercise<number> = {
  hint(answer) {
    let count = 0;
    while (fieldOf(count) < 18) count++;
    return numberHint(answer, count);
  },
  insight:
    "They see 19, since each adds 2 to an odd number. With 16 channels they would have 18,720 parameters, and work on maps of four times as many values.",
};

/** The gradient of a convolution's input, without padding. */
export const pixelGradient: Exercise<
  (kernel: number[][], gradient: number[][]) => Matrix
> = {
  hint(answer) {
    if (typeof answer !== "function") return "a function is needed.";
    const inputs: [number[][], number[][]][] = [
      [[[1]], [[3]]],
      [[[1, 0], [-1, 2]], [[0, 2], [-2, 1]]],
      [[[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, -1], [0, 2]]],
    ];
    for (const [kernel, gradient] of inputs) {
      const found = answer(kernel, gradient);
      const right = inputGradient(kernel, gradient);
      if (
        found.length !== right.length ||
        found.some((row) => row.length !== right.length)
      ) {
        return `for a kernel of ${kernel.length} and a map of ${gradient.length}, the image has ${right.length} rows and columns.`;
      }
    }
    return functionHint(
      (kernel: number[][], gradient: number[][]) =>
        answer(kernel, gradient).flat(),
      (kernel, gradient) => inputGradient(kernel, gradient).flat(),
      inputs,
    );
  },
  insight:
    "Every window hands its gradient to the pixels under it, each multiplied by the weight that lay on it.",
};

/** Trained parameters of the network with layer 5 flattened instead of pooled. */
export const flattened: Exercise<number> = {
  hint: (answer) =>
    numberHint(
      answer,
      trainableParameters(defaultNetwork) +
        (14 * 14 - 1) * defaultNetwork.channels[4] * defaultNetwork.hidden,
    ),
  insight: "More than ten times what the assignment allows.",
};

/** The most channels, the same for all convolutions, below 20,000 parameters. */
export const widest: Exercise<number> = {
  hint(answer) {
    if (typeof answer !== "number") return numberHint(answer, 0);
    const parametersOf = (channels: number) =>
      trainableParameters({
        channels: [channels, channels, channels, channels, channels],
        hidden: defaultNetwork.hidden,
      });
    const count = parametersOf(answer).toLocaleString("en");
    if (!(parametersOf(answer) < PARAMETER_BOUND)) {
      return `${answer} channels make ${count} parameters.`;
    }
    return parametersOf(answer + 1) < PARAMETER_BOUND
      ? `${answer} channels make ${count} parameters, and more would fit.`
      : undefined;
  },
  insight: "They make 19,082 parameters; one channel more is too many.",
};

/** A small network whose last maps see the whole image. */
export const seesAll: Exercise<() => tf.LayersModel> = {
  hint(build) {
    const model = build();
    try {
      const { layers, trainable, inputShape } = summarize(model);
      if (inputShape.join() !== `${IMAGE_SIDE},${IMAGE_SIDE},1`) {
        return "the input must be [28, 28, 1].";
      }
      if (layers.at(-1)?.outputShape.join() !== "10") {
        return "ten numbers must come out, one for each digit.";
      }
      if (trainable >= PARAMETER_BOUND) {
        return `it has ${trainable.toLocaleString("en")} trained parameters.`;
      }
      const maps = layers.findLast(({ outputShape }) =>
        outputShape.length === 3
      );
      const side = Math.min(...maps?.receptiveField ?? [0]);
      return side < IMAGE_SIDE
        ? `a value of ${maps?.name} sees ${side} pixels in each direction.`
        : undefined;
    } finally {
      model.dispose();
    }
  },
};

/** Pixels that a value sees after so many convolutions of 3 by 3. */
function fieldOf(convolutions: number): number {
  return 1 + 2 * convolutions;
}

/** An image without symmetry. */
const probe: Matrix = [
  [1, 2, 3, 4],
  [5, 6, 7, 8],
  [9, 1, 4, 2],
  [3, 8, 6, 5],
];

/** A convolution of 3 by 3 with a border of zeros. */
function convolvedSame(image: Matrix, kernel: Matrix): number[][] {
  return image.map((row, r) =>
    row.map((_, c) =>
      kernel.flatMap((weights, i) =>
        weights.map((weight, j) =>
          weight * (image[r + i - 1]?.[c + j - 1] ?? 0)
        )
      ).reduce((sum, product) => sum + product)
    )
  );
}

function inputGradient(kernel: Matrix, gradient: Matrix): number[][] {
  const side = kernel.length + gradient.length - 1;
  const result = Array.from({ length: side }, () => Array(side).fill(0));
  gradient.forEach((row, r) =>
    row.forEach((g, c) =>
      kernel.forEach((weights, i) =>
        weights.forEach((weight, j) => result[r + i][c + j] += weight * g)
      )
    )
  );
  return result;
}
