import { CLASS_COUNT } from "../data/digits.ts";
import { ADVICE, ModelError } from "../model/errors.ts";
import type { Evaluation } from "./evaluate.ts";

/** Far more than rounding to bfloat16 can move a sum of ten probabilities. */
const TOLERANCE = 0.05;

/**
 * Refuses answers that are no probabilities, such as NaN after an overflow.
 *
 * @param folder The model's.
 * @param nameOf What an image is called.
 * @throws {ModelError} naming the first image whose probabilities don't add up to 1.
 */
export function requireProbabilities(
  { logProbabilities }: Pick<Evaluation, "logProbabilities">,
  folder: string,
  nameOf: (index: number) => string,
): void {
  for (let at = 0; at < logProbabilities.length; at += CLASS_COUNT) {
    let sum = 0;
    for (let digit = 0; digit < CLASS_COUNT; digit++) {
      sum += Math.exp(logProbabilities[at + digit]);
    }
    if (Math.abs(sum - 1) < TOLERANCE) continue;
    throw new ModelError(
      `Cannot use model "${folder}": the probabilities that it gives an image must add up to 1: those of ${
        nameOf(at / CLASS_COUNT)
      } add up to ${sum}; ${ADVICE}`,
    );
  }
}
