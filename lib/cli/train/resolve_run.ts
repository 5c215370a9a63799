import { removeTemporaries } from "../../files/atomic_file.ts";
import { fileErrorAs } from "../../files/errors.ts";
import { ModelError } from "../../model/errors.ts";
import { requireEmptyFolder } from "../../runs/new_folder.ts";
import type { StartOptions } from "../../training/checkpoints/header.ts";
import type { Recipe } from "../../training/recipes/recipes.ts";
import { say } from "../command/output.ts";
import { findResumableRun, type ResumableRun } from "./find_resumable_run.ts";
import type { KnownRecipes } from "./flags.ts";
import { restoreRecipe, restoreStartOptions } from "./restore_run.ts";
import { readTrainFlags, type TrainSettings } from "./settings.ts";

/** The run that the flags ask for. */
export interface ResolvedRun {
  readonly recipe: Recipe;
  readonly start: StartOptions;
  /** The run that is continued; a new one begins without it. */
  readonly resumed?: ResumableRun;
}

/**
 * Finds out which run to train: with `--resume` one that exists, or else a new one.
 *
 * @param args The flags before they were read.
 * @throws {ModelError} if the folder of a new run is not empty.
 * @throws {UsageError | CheckpointError | FileError} if there is no such run, or the
 * flags don't suit it.
 */
export async function resolveRun(
  { recipe, start, filter, resume, out }: TrainSettings,
  args: string[],
  known: KnownRecipes,
): Promise<ResolvedRun> {
  const resumed = resume ? await findResumableRun(out, filter) : undefined;
  if (resumed) {
    return {
      resumed,
      recipe: restoreRecipe(resumed.origin, known),
      start: { ...restoreStartOptions(resumed.origin, start), ...start },
    };
  }
  if (resume && out !== undefined) {
    // Some flags are checked only for a new run
    readTrainFlags(args.filter((arg) => arg !== "--resume"), known);
    say(`Nothing to resume in "${out}": starting a new run`);
    await removeLeftovers(out);
  }
  if (out !== undefined) await requireEmptyFolder(out);
  return { recipe, start };
}

/** Removes the unfinished file of a process that was killed while it made the folder. */
async function removeLeftovers(folder: string): Promise<void> {
  try {
    await removeTemporaries(folder);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw fileErrorAs(ModelError, `Cannot tidy up folder "${folder}"`, error);
  }
}
