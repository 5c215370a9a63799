/** Flags that several commands take. @module */
import { pathFlag, switchFlag, wholeNumberFlag } from "./flags.ts";

export const modelFlag = pathFlag({
  value: "DIR",
  help: "folder of a run or of a model",
  otherwise: "the run that started last or, without one, data/model",
});

export const dataFlag = pathFlag({
  value: "DIR",
  help:
    "folder with four IDX files, MNIST's or others of the same format (names of their classes: classes.txt, one a line), or with a folder of pictures for each class, or with folders train, test and perhaps validation of such folders",
  otherwise: "MNIST_DIR, then the copy in data/mnist, then a download",
});

export const runsFlag = pathFlag({
  value: "DIR",
  help: "folder of the runs",
  otherwise: "data/runs",
});

export const softTargetsFlag = pathFlag({
  value: "DIR",
  help:
    "for a recipe that learns from other networks: folder of their answers, which deno task teach writes",
  otherwise: "data/soft_targets",
});

export const limitFlag = wholeNumberFlag({
  value: "N",
  help: "use only the first N images of each set",
  from: 1,
});

export const validationFlag = switchFlag({
  help:
    "hold out one in 12 training images, the same ones in every run, or the pictures in the folder validation, and score those in place of the test set",
});

/** @param unless A flag with which `--validation` need not be repeated. */
export function writersFlag(
  unless?: { readonly unless: string; readonly reason: string },
) {
  return switchFlag({
    help:
      "hold out all 10,096 images by 91 of the 539 writers instead, so that no writer is in both sets",
    needs: { flag: "validation", ...unless },
  });
}

/** Seeds of the random numbers: 32 bits. */
export const LARGEST_SEED = 2 ** 32 - 1;
