import { ADVICE, ModelError } from "../model/errors.ts";
import type { Evaluation } from "./score.ts";

/** Far more than rounding to bfloat16 can move a sum of probabilities. */
const TOLERANCE = 0.05;

/**
 * Refuses answers that are no probabilities, such as NaN after an overflow.
 *
 * @param folder The model's.
 * @param nameOf What an image is called.
 * @throws {ModelError} naming the first image whose probabilities don't add up to 1.
 */
export function requireProbabilities(
  { logProbabilities, count }: Pick<Evaluation, "logProbabilities" | "count">,
  folder: string,
  nameOf: (index: number) => string,
): void {
  const classes = logProbabilities.length / count;
  for (let index = 0; index < count; index++) {
    let sum = 0;
    for (let each = 0; each < classes; each++) {
      sum += Math.exp(logProbabilities[index * classes + each]);
    }
    if (Math.abs(sum - 1) < TOLERANCE) continue;
    throw new ModelError(
      `Cannot use model "${folder}": the probabilities that it gives an image must add up to 1: those of ${
        nameOf(index)
      } add up to ${sum}; ${ADVICE}`,
    );
  }
}
