import { type Dataset, takeDigits } from "../../data/digits.ts";
import { createNetwork } from "../../model/network.ts";
import { train } from "../../training/loop.ts";
import type { Recipe } from "../../training/recipes/recipes.ts";
import type { SoftTargets } from "../../training/soft_targets.ts";

/**
 * Estimates how long an epoch will take on the backend in use, in seconds.
 *
 * A throwaway network takes three steps of one image each; only the last is timed,
 * because the first ones compile what the others reuse.
 */
export async function estimateEpochSeconds(
  { train: trainSet, test, source }: Dataset,
  recipe: Recipe,
  softTargets?: SoftTargets,
): Promise<number> {
  const model = createNetwork(
    { ...recipe.network, classes: trainSet.classes.length },
    recipe.seed,
  );
  const times = [performance.now()];
  await train(
    model,
    { train: takeDigits(trainSet, 3), test: takeDigits(test, 1), source },
    { ...recipe, epochs: 1, batchSize: 1, drawn: undefined },
    { softTargets, onBatch: () => void times.push(performance.now()) },
  );
  model.dispose();
  const secondsPerImage = (times.at(-1)! - times.at(-2)!) / 1000;
  return secondsPerImage * (trainSet.count + (recipe.drawn ?? 0));
}

/** A duration in whole seconds, minutes or hours, rounded up. */
export function inWords(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} seconds`;
  if (seconds < 7200) return `${Math.ceil(seconds / 60)} minutes`;
  return `${Math.ceil(seconds / 3600)} hours`;
}
