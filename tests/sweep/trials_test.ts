import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { parseConfig } from "../../lib/sweep/config.ts";
import { type Trial, trialFolder, trialsOf } from "../../lib/sweep/trials.ts";
import { variantsOf } from "../../lib/sweep/variants.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";

function trials(config: object): Trial[] {
  const base = { recipe: "under6k", split: "validation", seeds: [1] };
  const parsed = parseConfig(JSON.stringify({ ...base, ...config }), "x");
  return trialsOf(parsed, variantsOf(parsed, recipes, "x"));
}

Deno.test("trialsOf() runs every setting with the first seed, then with the second", () => {
  const grid = { batchSize: [32, 64] };
  assertEquals(
    trials({ seeds: [2, 1], grid }).map(({ recipe, variant }) => [
      recipe.seed,
      recipe.batchSize,
      variant.name,
    ]),
    [
      [2, 32, "batchSize=32"],
      [2, 64, "batchSize=64"],
      [1, 32, "batchSize=32"],
      [1, 64, "batchSize=64"],
    ],
  );
});

Deno.test("trialsOf() names a trial by what it computes, not by its place or name", () => {
  const idsBySetting = (config: object) =>
    new Map(
      trials(config).map(({ id, recipe: { seed, batchSize } }) => [
        `${seed} ${batchSize}`,
        id,
      ]),
    );
  const few = idsBySetting({
    variants: [{ name: "a", set: { batchSize: 64 } }],
  });
  const many = idsBySetting({ seeds: [2, 1], grid: { batchSize: [32, 64] } });
  assertEquals(few.get("1 64"), many.get("1 64"));
  assertEquals(new Set(many.values()).size, 4);
  // Another split or limit is another trial
  for (const change of [{ split: "writers" }, { limit: 100 }]) {
    assertEquals(trials(change)[0].id === trials({})[0].id, false);
  }
});

Deno.test("trialsOf() finds the folders of earlier versions of this program", () => {
  const [trial] = trials({ set: { augmentation: null, averaging: null } });
  assertEquals(
    trialFolder("sweep", trial),
    join("sweep", "trials", "7e8ad4120520-seed1"),
  );
});
