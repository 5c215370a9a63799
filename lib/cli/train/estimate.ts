import { type Dataset, takeDigits } from "../../data/digits.ts";
import { createNetwork } from "../../model/network.ts";
import { train } from "../../training/loop.ts";
import type { Recipe } from "../../training/recipes/mod.ts";
import type { SoftTargets } from "../../training/soft_targets.ts";

/**
 * Roughly how long an epoch will take on the backend in use, in seconds: a few
 * steps on one image each are taken, with a network that is thrown away, and
 * the last is timed: the first ones prepare what the others find ready.
 */
export async function estimateEpochSeconds(
  { train: trainSet, test, source }: Dataset,
  recipe: Recipe,
  softTargets?: SoftTargets,
): Promise<number> {
  const model = createNetwork(recipe.network, recipe.seed);
  const times = [performance.now()];
  await train(
    model,
    { train: takeDigits(trainSet, 3), test: takeDigits(test, 1), source },
    { ...recipe, epochs: 1, batchSize: 1 },
    { softTargets, onBatch: () => void times.push(performance.now()) },
  );
  model.dispose();
  const secondsPerImage = (times.at(-1)! - times.at(-2)!) / 1000;
  return secondsPerImage * trainSet.count;
}
