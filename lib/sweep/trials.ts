/** The runs that a sweep is made of, each in a folder of its own. @module */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Recipe } from "../training/recipes.ts";
import type { RunConfig, RunHistory } from "../training/run.ts";
import { isObject } from "./checks.ts";
import type { SweepConfig } from "./config.ts";
import type { Variant } from "./variants.ts";

/** One setting with one seed. */
export interface Trial {
  readonly variant: Variant;
  /** With the trial's seed. */
  readonly recipe: Recipe;
  /**
   * Names its folder: a digest of all that it is, so that a sweep whose
   * configuration has changed finds those of its trials that are done.
   */
  readonly id: string;
}

/** A trial that was trained to its end. */
export interface FinishedTrial {
  readonly config: RunConfig;
  readonly history: Required<RunHistory>;
}

/** All trials: every setting with the first seed, then with the second, … */
export function trialsOf(
  { seeds, split, limit }: Pick<SweepConfig, "seeds" | "split" | "limit">,
  variants: readonly Variant[],
): Trial[] {
  return seeds.flatMap((seed) =>
    variants.map((variant) => {
      const recipe = { ...variant.recipe, seed };
      const { name: _, ...settings } = recipe;
      const digest = createHash("sha256")
        .update(canonical({ ...settings, split, limit })).digest("hex");
      return { variant, recipe, id: `${digest.slice(0, 12)}-seed${seed}` };
    })
  );
}

/** Where a trial's run lies, in the folder of its sweep. */
export function trialFolder(sweep: string, { id }: Trial): string {
  return join(sweep, "trials", id);
}

/** What a trial came to; undefined if it has not been trained to its end. */
export async function readTrial(
  folder: string,
): Promise<FinishedTrial | undefined> {
  try {
    const read = async (name: string) =>
      JSON.parse(await Deno.readTextFile(join(folder, name)));
    const history: RunHistory = await read("history.json");
    if (!history.final) return undefined;
    const config: RunConfig = await read("config.json");
    return { config, history: { ...history, final: history.final } };
  } catch (error) {
    const unfinished = error instanceof Deno.errors.NotFound ||
      error instanceof SyntaxError;
    if (unfinished) return undefined;
    throw error;
  }
}

/** JSON with sorted keys: the order in which they were written says nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    isObject(each)
      ? Object.fromEntries(
        Object.entries(each).sort(([a], [b]) => a < b ? -1 : 1),
      )
      : each);
}
