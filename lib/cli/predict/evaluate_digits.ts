import { createDigits, createLabels, PIXELS } from "../../data/digits.ts";
import type { Evaluator } from "../../evaluation/evaluate.ts";
import type { Evaluation } from "../../evaluation/score.ts";
import { requireProbabilities } from "../../evaluation/require_probabilities.ts";
import type { OpenedModel } from "../command/open_model.ts";

/**
 * A network's answers to digits that nobody has labelled.
 *
 * @param digits At least one, each uint8 [28, 28]
 * @param nameOf What a digit is called in errors
 * @throws {ModelError} if the answers are no probabilities
 * @throws {DOMException} named AbortError, when the signal aborts
 */
export async function evaluateDigits(
  evaluator: Evaluator,
  { folder, info: { classes } }: OpenedModel,
  digits: readonly Uint8Array[],
  nameOf: (index: number) => string,
  signal: AbortSignal,
): Promise<Evaluation> {
  const images = new Uint8Array(digits.length * PIXELS);
  digits.forEach((digit, k) => images.set(digit, k * PIXELS));
  const evaluation = await evaluator.evaluate(
    createDigits(images, createLabels(digits.length, classes.length), classes),
    { signal },
  );
  requireProbabilities(evaluation, folder, nameOf);
  return evaluation;
}
