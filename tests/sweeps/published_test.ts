/** Published sweeps stay repeatable: a change of a recipe must not change them. @module */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { readConfig } from "../../lib/sweep/config.ts";
import type { SweepResults } from "../../lib/sweep/results.ts";
import { variantsOf } from "../../lib/sweep/variants.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";

const folder = fileURLToPath(new URL("../../sweeps", import.meta.url));

Deno.test("every sweep's configuration still gives the recipes of its results", async (t) => {
  const names = Array.from(Deno.readDirSync(`${folder}/results`))
    .map(({ name }) => name.replace(/\.json$/, ""));
  assert(names.length > 0);
  for (const name of names) {
    await t.step(name, async () => {
      const path = `${folder}/${name}.json`;
      const config = await readConfig(path);
      const results: SweepResults = JSON.parse(
        await Deno.readTextFile(`${folder}/results/${name}.json`),
      );
      assertEquals(
        variantsOf(config, recipes, path).map(({ name, recipe }) => {
          const { seed: _, ...rest } = recipe;
          return { name, recipe: rest };
        }),
        results.variants.map(({ name, recipe }) => ({ name, recipe })),
      );
      assertEquals(
        results.variants.map(({ runs }) => runs.map(({ seed }) => seed)),
        results.variants.map(() => [...config.seeds]),
      );
      assertEquals([results.name, results.split], [name, config.split]);
    });
  }
});
