import type { Score } from "../../evaluation/score.ts";
import { type Mistake, mistakes } from "../../evaluation/mistakes.ts";
import { bestEpoch } from "../early_stopping.ts";
import type { PreparedRun } from "./prepare_run.ts";

/** How the weights that training ended with do on both whole sets. */
export interface FinalScores {
  readonly train: Score;
  readonly test: Score;
  /** The test images read wrong, the most confident mistake first. */
  readonly mistakes: readonly Mistake[];
}

/**
 * Scores the training set. The test set was scored with the same weights after the
 * last epoch, or with early stopping after the best; it is asked again only if
 * another process did that.
 */
export async function finalScores(
  { evaluator, trainSet, testSet, best, answers, position }: PreparedRun,
  signal: AbortSignal | undefined,
): Promise<FinalScores> {
  const { history } = position;
  const { epoch, testLoss, testCorrect, testCount } =
    (best ? bestEpoch(history) : history.at(-1))!;
  const test = answers?.epoch === epoch
    ? answers.test
    : await evaluator.evaluate(testSet, { signal, shared: true });
  return {
    train: await evaluator.evaluate(trainSet, { signal, shared: true }),
    test: { loss: testLoss, correct: testCorrect, count: testCount },
    mistakes: mistakes(test, testSet.host.labels),
  };
}
