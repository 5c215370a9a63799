import { assert, assertEquals } from "@std/assert";
import { createNetwork } from "../../lib/model/network.ts";
import { init } from "../../lib/tensorflow/mod.ts";
import { recipes } from "../../lib/training/recipes.ts";

await init();

const limits: Record<keyof typeof recipes, number> = {
  reference: 20_000,
  fast: 20_000,
  best: 20_000,
  under10k: 10_000,
  under8k: 8_000,
  under6k: 6_200,
};

Deno.test("recipes keep to their numbers of trainable parameters", () => {
  for (const [name, recipe] of Object.entries(recipes)) {
    assertEquals(recipe.name, name);
    const model = createNetwork(recipe.network);
    const parameters = model.trainableWeights
      .map(({ shape }) => (shape as number[]).reduce((a, b) => a * b, 1))
      .reduce((a, b) => a + b);
    model.dispose();
    const limit = limits[name as keyof typeof recipes];
    assert(parameters < limit, `${name} has ${parameters}`);
  }
});
