import { assert, assertEquals } from "@std/assert";
import { trainableParameters } from "../../../lib/model/parameters.ts";
import { recipes } from "../../../lib/training/recipes/recipes.ts";

const limits: Record<keyof typeof recipes, number> = {
  reference: 20_000,
  fast: 20_000,
  best: 20_000,
  pictures: 20_000,
  distilled: 20_000,
  distilled10k: 10_000,
  under10k: 10_000,
  under8k: 8_000,
  under6k: 6_200,
};

Deno.test("recipes keep to their numbers of trainable parameters", () => {
  for (const [key, recipe] of Object.entries(recipes)) {
    const name = key as keyof typeof recipes;
    assertEquals(recipe.name, name);
    const parameters = trainableParameters(recipe.network);
    assert(parameters < limits[name], `${name} has ${parameters}`);
  }
});
