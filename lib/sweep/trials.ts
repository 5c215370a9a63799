/** The runs that a sweep consists of, each in its own folder. @module */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Recipe } from "../training/recipes/recipes.ts";
import type { SweepConfig } from "./config.ts";
import { canonicalJson, type Variant } from "./variants.ts";

/** One setting with one seed. */
export interface Trial {
  readonly variant: Variant;
  /** With the trial's seed. */
  readonly recipe: Recipe;
  /**
   * The name of its folder: a digest of the setting, the split and the limit, with the
   * seed. After a change of the configuration, the trials that are still in it are
   * found again.
   */
  readonly id: string;
}

/** All trials: every setting with the first seed, then with the second, and so on. */
export function trialsOf(
  { seeds, split, limit }: Pick<SweepConfig, "seeds" | "split" | "limit">,
  variants: readonly Variant[],
): Trial[] {
  return seeds.flatMap((seed) =>
    variants.map((variant) => {
      const recipe = { ...variant.recipe, seed };
      const { name: _, ...settings } = recipe;
      const digest = createHash("sha256")
        .update(canonicalJson({ ...settings, split, limit })).digest("hex");
      return { variant, recipe, id: `${digest.slice(0, 12)}-seed${seed}` };
    })
  );
}

/** Folder of a trial's run. */
export function trialFolder(sweep: string, { id }: Trial): string {
  return join(sweep, "trials", id);
}
