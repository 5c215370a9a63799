import { requireEmptyFolder } from "../../runs/new_folder.ts";
import type { StartOptions } from "../../training/checkpoints/header.ts";
import type { Recipe } from "../../training/recipes/mod.ts";
import { findResumableRun, type ResumableRun } from "./find_resumable_run.ts";
import type { KnownRecipes, TrainSettings } from "./flags.ts";
import { restoreRecipe, restoreStartOptions } from "./restore_run.ts";

/** The run that the flags ask for. */
export interface ResolvedRun {
  readonly recipe: Recipe;
  readonly start: StartOptions;
  /** The run that is continued; a new one begins without it. */
  readonly resumed?: ResumableRun;
}

/**
 * Finds out which run to train: a new one, or with `--resume` one that exists.
 *
 * @throws {ModelError} if the folder of a new run is not empty.
 * @throws {UsageError | CheckpointError} if there is no run to resume.
 */
export async function resolveRun(
  { recipe, start, filter, resume, out }: TrainSettings,
  known: KnownRecipes,
): Promise<ResolvedRun> {
  const resumed = resume ? await findResumableRun(out, filter) : undefined;
  if (resumed) {
    return {
      resumed,
      recipe: restoreRecipe(resumed.stored, known),
      start: { ...restoreStartOptions(resumed.stored, start), ...start },
    };
  }
  if (out !== undefined) await requireEmptyFolder(out);
  return { recipe, start };
}
