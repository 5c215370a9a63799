/** What the configurations of runs say at a glance, damaged or not. @module */
import { join } from "node:path";
import { isObject } from "../files/json.ts";
import type { Recipe } from "../training/recipes/mod.ts";
import { CONFIG_FILE } from "./record.ts";

/**
 * The folders of runs, the one that was begun last first. What says no time when
 * it began comes after those that do, by its name: a run's own name sorts by time.
 *
 * @param under Folder of the runs; where it is missing, there are none.
 */
export async function runsByStart(under: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(under), ({ name }) => name)
    .catch((error) => {
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    });
  const runs = await Promise.all(
    names.sort().reverse().map(async (name) => {
      const path = join(under, name);
      const started = Date.parse(String((await glance(path)).started));
      return { path, started: Number.isNaN(started) ? -Infinity : started };
    }),
  );
  return runs.sort(({ started: a }, { started: b }) => a === b ? 0 : b - a)
    .map(({ path }) => path);
}

/**
 * The folder of the model that a run came to: of its last epoch, or, where it was
 * to stop early, of its best one, whose weights training ends with.
 *
 * @param recipe Where it is not given, that of the run's configuration, if it can
 * be read.
 */
export async function resultOfRun(
  run: string,
  recipe?: Pick<Recipe, "earlyStopping">,
): Promise<string> {
  const by = recipe ?? (await glance(run)).recipe;
  const stopsEarly = isObject(by) && isObject(by.earlyStopping);
  return join(run, stopsEarly ? "best" : "last");
}

/** The fields of a run's configuration; none where it can't be read. */
async function glance(run: string): Promise<Record<string, unknown>> {
  try {
    const config = JSON.parse(await Deno.readTextFile(join(run, CONFIG_FILE)));
    return isObject(config) ? config : {};
  } catch {
    return {};
  }
}
