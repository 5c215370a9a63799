import type { Dataset } from "../data/digits.ts";
import { pixelStatistics } from "../data/statistics.ts";
import { loadModel, type SavedModel } from "../model/files/model_folder.ts";
import { createNetwork } from "../model/network.ts";
import type { FinishedRun } from "./finished.ts";
import { train, type TrainOptions } from "../training/loop.ts";
import type { Recipe } from "../training/recipes/recipes.ts";

/**
 * A network to look at: the run's result or, if there is no run, one that is
 * trained now and not saved.
 *
 * @param recipe Used only if there is no run.
 * @throws {ModelError} if the run's model can't be loaded.
 * @throws {DOMException} named AbortError, when the signal aborts.
 */
export async function trainedNetwork(
  run: FinishedRun | undefined,
  dataset: Dataset,
  recipe: Recipe,
  options: TrainOptions = {},
): Promise<SavedModel> {
  if (run) return await loadModel(run.result);
  const normalization = pixelStatistics(dataset.train);
  const { classes } = dataset.train;
  const model = createNetwork(
    { ...recipe.network, classes: classes.length },
    recipe.seed,
  );
  try {
    await train(model, dataset, recipe, { ...options, normalization });
  } catch (error) {
    model.dispose();
    throw error;
  }
  const info = {
    normalization,
    recipe: recipe.name,
    epoch: recipe.epochs,
    trainedOn: dataset.source.name,
    classes: [...classes],
  };
  return { model, info };
}
