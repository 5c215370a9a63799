import { assertEquals } from "@std/assert";
import { type Recipe, recipes } from "../../lib/training/recipes/recipes.ts";
import { createStepPlan } from "../../lib/training/step_plan.ts";

const COUNT = 10;
const recipe: Recipe = {
  ...recipes.reference,
  epochs: 3,
  batchSize: 4,
  schedule: { kind: "step", rate: 1, epochs: 1, factor: 0.5 },
  augmentation: undefined,
};

Deno.test("createStepPlan() takes each image once an epoch, in another order each time", () => {
  const plan = createStepPlan(recipe, COUNT, []);
  assertEquals(plan.stepsPerEpoch, 3);
  const orders = [1, 2].map((epoch) => {
    const batches = [...plan.stepsOf(epoch, 0)].map(({ indices }) => indices);
    assertEquals(batches.map(({ length }) => length), [4, 4, 2]);
    return batches.flatMap((batch) => [...batch]);
  });
  for (const order of orders) {
    assertEquals(
      order.toSorted((a, b) => a - b),
      Array.from({ length: COUNT }, (_, k) => k),
    );
  }
  assertEquals(orders[0].join() === orders[1].join(), false);
});

Deno.test("createStepPlan() resumes an epoch with the steps that are left", () => {
  const plan = createStepPlan(recipe, COUNT, []);
  assertEquals(
    [...plan.stepsOf(2, 1)],
    [...plan.stepsOf(2, 0)].slice(1),
  );
});

Deno.test("createStepPlan() follows the recipe's schedules from step to step", () => {
  const plain = createStepPlan(recipe, COUNT, []);
  const rates = [1, 2, 3].map((epoch) =>
    [...plain.stepsOf(epoch, 0)].map(({ learningRate }) => learningRate)
  );
  assertEquals(rates, [[1, 1, 1], [0.5, 0.5, 0.5], [0.25, 0.25, 0.25]]);
  const [first] = plain.stepsOf(1, 0);
  assertEquals([first.momentum, first.strength, first.version], [
    undefined,
    undefined,
    undefined,
  ]);
  const cycling = createStepPlan(
    {
      ...recipe,
      schedule: {
        kind: "oneCycle",
        peak: 1,
        momentum: { high: 0.9, low: 0.8 },
      },
      augmentation: { shift: 1, fade: 1 },
    },
    COUNT,
    [],
  );
  assertEquals([...cycling.stepsOf(1, 0)][0].momentum, 0.9);
  assertEquals([...cycling.stepsOf(3, 0)].at(-1)!.strength, 0);
});

Deno.test("createStepPlan() takes the versions of soft targets in turn, one an epoch", () => {
  const plan = createStepPlan(recipe, COUNT, [], 2);
  const versions = [1, 2, 3].map((epoch) =>
    [...plan.stepsOf(epoch, 0)].map(({ version }) => version)
  );
  assertEquals(versions, [[0, 0, 0], [1, 1, 1], [0, 0, 0]]);
});
