/** What a run's folder holds, and where. @module */
import { join } from "node:path";
import * as v from "valibot";
import { FileError } from "../files/errors.ts";
import { jsonObject } from "../files/json.ts";
import type { Recipe } from "../training/recipes/recipes.ts";
import { readHistory, uncheckedConfig } from "./record.ts";

/** Folder of a run's checkpoints. */
export function checkpointsFolder(run: string): string {
  return join(run, "checkpoints");
}

/**
 * Folder of the model that a run ended with: `best` if it was to stop early, because
 * training then ends with the best epoch's weights; `last` otherwise.
 *
 * @param recipe By default, the one that the run's configuration names, if that can
 * be read.
 */
export async function resultFolder(
  run: string,
  recipe?: Pick<Recipe, "earlyStopping">,
): Promise<string> {
  const known = recipe ?? (await uncheckedConfig(run)).recipe;
  const stopsEarly = v.is(jsonObject, known) &&
    v.is(jsonObject, known.earlyStopping);
  return join(run, stopsEarly ? "best" : "last");
}

/** Whether a run was trained and scored to its end, as its history says. */
export async function isFinished(run: string): Promise<boolean> {
  try {
    return (await readHistory(run))?.final !== undefined;
  } catch (error) {
    if (error instanceof FileError) return false; // Then its checkpoints tell
    throw error;
  }
}
