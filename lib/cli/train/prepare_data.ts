import type { Dataset } from "../../data/digits.ts";
import type { StartOptions } from "../../training/checkpoints/header.ts";
import {
  identifyRun,
  type RunIdentity,
} from "../../training/checkpoints/run_identity.ts";
import type { Recipe } from "../../training/recipes/recipes.ts";
import {
  readSoftTargets,
  type StoredSoftTargets,
} from "../../teachers/soft_target_files.ts";
import { heldOutFrom, type loadDataset } from "../command/dataset.ts";
import { softTargetsFolder } from "../command/folders.ts";
import { say } from "../command/output.ts";

/** What a run learns from. */
export interface TrainingData {
  readonly dataset: Dataset;
  /** The teachers' answers, where the recipe learns from them. */
  readonly softTargets?: StoredSoftTargets;
  /** Identifies the run: recipe, digits, normalization, soft targets. */
  readonly identity: RunIdentity & { readonly recipe: Recipe };
}

/**
 * Loads the digits and, for a recipe that distils, the soft targets.
 *
 * @param load Where the digits come from.
 * @throws {DataError} if a folder that was named doesn't hold digits.
 * @throws {TeacherError} if the soft targets can't be used.
 */
export async function prepareData(
  recipe: Recipe,
  start: StartOptions,
  load: typeof loadDataset,
  signal: AbortSignal,
): Promise<TrainingData> {
  const all = await load(start.data, start.limit, signal);
  const dataset = await heldOutFrom(all, start);
  if (dataset.source.heldOut) sayValidation(dataset);
  const identity = identifyRun(dataset, recipe);
  if (!recipe.distillation) return { dataset, identity };
  const softTargets = await readSoftTargets(
    start.softTargets ?? softTargetsFolder(),
    identity.data,
  );
  return {
    dataset,
    softTargets,
    identity: { ...identity, softTargets: softTargets.sha256 },
  };
}

function sayValidation({ train, test }: Dataset): void {
  say(
    `Validation: ${test.count} of the training images take the test set's place, ${train.count} are left for training`,
  );
}
