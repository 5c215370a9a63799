/** Names and creates the folder of a new run. @module */
import { dirname } from "node:path";
import { fileErrorAs } from "../files/errors.ts";
import { ModelError } from "../model/errors.ts";
import type { Recipe } from "../training/recipes/recipes.ts";

/** What to do if a run can't be written. */
export const ADVICE = "make room or choose another folder with --out";

/**
 * A name for a run: `2025-11-23_07-30-12_reference_1`. Names sort by time.
 *
 * @param now Written in local time.
 */
export function runName(recipe: Recipe, now: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())];
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two);
  return `${day.join("-")}_${time.join("-")}_${recipe.name}_${recipe.seed}`;
}

/**
 * Refuses a folder that is not empty; it may be missing.
 *
 * @throws {ModelError} if it holds something or is not a folder.
 */
export async function requireEmptyFolder(path: string): Promise<void> {
  try {
    for await (const { name } of Deno.readDir(path)) {
      throw new ModelError(
        `Cannot use folder "${path}" for a run: it must be empty or new: it holds "${name}"; choose another folder with --out`,
      );
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw fileErrorAs(ModelError, `Cannot use folder "${path}"`, error, ADVICE);
  }
}

/**
 * Creates a folder that the user named, unless it exists and is empty.
 *
 * @returns Its path.
 * @throws {ModelError} if it is not empty or can't be created.
 */
export async function createNamedFolder(path: string): Promise<string> {
  await requireEmptyFolder(path);
  try {
    await Deno.mkdir(path, { recursive: true });
    return path;
  } catch (error) {
    throw fileErrorAs(
      ModelError,
      `Cannot make folder "${path}"`,
      error,
      ADVICE,
    );
  }
}

/**
 * Creates a folder that did not exist. If there is one already, of a run that
 * started in the same second, a number is added to the name.
 *
 * @returns Its path.
 * @throws {ModelError} if it can't be created.
 */
export async function createUniqueFolder(path: string): Promise<string> {
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    for (let copy = 1;; copy++) {
      const name = copy === 1 ? path : `${path}-${copy}`;
      try {
        await Deno.mkdir(name);
        return name;
      } catch (error) {
        if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
      }
    }
  } catch (error) {
    throw fileErrorAs(
      ModelError,
      `Cannot make folder "${path}"`,
      error,
      ADVICE,
    );
  }
}
