/** The runs that a sweep is made of, each in a folder of its own. @module */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Recipe } from "../training/recipes/mod.ts";
import type { SweepConfig } from "./config.ts";
import { canonical, type Variant } from "./variants.ts";

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
