/** The accuracy of other seeds of a run's recipe, from the published sweeps. @module */
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { sampleStatistics } from "../../evaluation/confidence_intervals.ts";
import { parseJson } from "../../files/json.ts";
import { FileError } from "../../files/errors.ts";
import type { RunConfig } from "../../runs/record.ts";
import { recipeSchema } from "../../training/recipes/schema.ts";

/** The accuracy of several runs that differ in their seed alone. */
export interface SeedScores {
  /** The sweep, by its name. */
  readonly sweep: string;
  readonly seeds: readonly number[];
  /** Mean share of right answers. */
  readonly mean: number;
  /** Its 95 % interval, by Student's t. */
  readonly low: number;
  readonly high: number;
  /** Standard deviation of a single run. */
  readonly standardDeviation: number;
}

/** The fields of a sweep's results.json that are used. */
const resultsSchema = v.object({
  name: v.string(),
  split: v.string(),
  data: v.object({
    name: v.string(),
    trainCount: v.number(),
    testCount: v.number(),
  }),
  variants: v.array(v.object({
    recipe: v.record(v.string(), v.unknown()),
    runs: v.array(v.object({ seed: v.number(), correct: v.number() })),
  })),
});

/**
 * The scores of a recipe's other seeds on the same images' test set.
 *
 * @param results Folder of the sweeps' results.
 * @returns Undefined if no sweep has this recipe, with several seeds.
 * @throws {FileError} if a file of results is damaged.
 */
export async function seedScores(
  { recipe, data }: Pick<RunConfig, "recipe" | "data">,
  results: string,
): Promise<SeedScores | undefined> {
  const names = await Array.fromAsync(Deno.readDir(results), (f) => f.name);
  for (const file of names.filter((n) => n.endsWith(".json")).sort()) {
    const path = join(results, file);
    const sweep = parseJson(
      await Deno.readTextFile(path),
      resultsSchema,
      (fault) => new FileError(`Cannot read "${path}": ${fault}`),
    );
    const sameData = sweep.split === "test" && !data.heldOut &&
      sweep.data.name === data.name &&
      sweep.data.trainCount === data.trainCount &&
      sweep.data.testCount === data.testCount;
    if (!sameData) continue;
    const variant = sweep.variants.find(({ recipe: other, runs }) =>
      runs.length > 1 && isSameRecipe({ ...other, seed: recipe.seed }, recipe)
    );
    if (!variant) continue;
    const { runs } = variant;
    return {
      sweep: sweep.name,
      seeds: runs.map(({ seed }) => seed),
      ...sampleStatistics(
        runs.map(({ correct }) => correct / sweep.data.testCount),
      ),
    };
  }
}

function isSameRecipe(stored: object, recipe: RunConfig["recipe"]): boolean {
  const checked = v.safeParse(recipeSchema, stored);
  return checked.success && isDeepStrictEqual(checked.output, recipe);
}
