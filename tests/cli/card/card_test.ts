import { assert, assertEquals, assertMatch } from "@std/assert";
import { modelCard } from "../../../lib/cli/card/card.ts";
import { seedScores } from "../../../lib/cli/card/seeds.ts";
import { sweepResultsFolder } from "../../../lib/cli/command/folders.ts";
import { recipes } from "../../../lib/training/recipes/recipes.ts";
import { config, result } from "../../runs/fixtures.ts";

const data = { ...config.data, testCount: 10_000 };
const score = { loss: 0.0123, correct: 96, count: 100 };
const facts = {
  config,
  history: {
    epochs: [result(1, 90), result(2, 96)],
    final: { train: score, test: score },
  },
  bytes: 90_123,
  weightsSha256: "abcd",
};

Deno.test("modelCard() tells results with intervals, data, limits and how to repeat it", () => {
  const mistake = { label: 4, answer: 9 };
  const card = modelCard({
    ...facts,
    mistakes: {
      count: 100,
      mistakes: [
        { image: 1, ...mistake },
        { image: 2, label: 7, answer: 1 },
        { image: 3, ...mistake },
      ],
    },
  });
  assertMatch(card, /^# Model card: `reference`, seed 1\n/);
  assertMatch(
    card,
    /\| test \| 96 of 100 \| 96\.00 \(90\.16–98\.43\) \| 0\.0123 \|/,
  );
  assertMatch(card, /3 mistakes, the most frequent: 4 read as 9 \(2\), 7 read/);
  assertMatch(
    card,
    /^deno task train --recipe reference --seed 1 --epochs 2$/m,
  );
  assertMatch(card, /13,402/);
  assertMatch(card, /90 KB/);
  assertMatch(card, /pixels and labels: `0123`/);
  assertMatch(card, /^## Licence\n\n.*MIT/m);
  // A card is read elsewhere
  assert(!card.includes(config.data.place + "/"));
});

Deno.test("modelCard() of other pictures names their classes and the flags", () => {
  const card = modelCard({
    ...facts,
    config: {
      ...config,
      recipe: { ...recipes.reference, earlyStopping: { patience: 3 } },
      data: {
        ...{ ...config.data, kind: "pictures" as const, name: "letters" },
        ...{ heldOut: "validation" as const, classes: ["A", "B"] },
      },
      start: { data: "/home/me/letters", validation: true, limit: 50 },
    },
  });
  assertMatch(
    card,
    /tells 2 classes of small pictures apart, trained on letters/,
  );
  assertMatch(
    card,
    /^deno task train --recipe reference --seed 1 --limit 50 --patience 3 --data DIR --validation$/m,
  );
  assertMatch(card, /\| validation \| /);
  assertMatch(card, /did best on the validation set/);
  assert(!/MNIST|American|\/home/.test(card));
});

Deno.test("seedScores() finds the published runs of the same recipe", async () => {
  const folder = sweepResultsFolder();
  const scores = await seedScores({ recipe: recipes.best, data }, folder);
  assertEquals([scores?.sweep, scores?.seeds.length], ["scores_best", 10]);
  assertEquals(scores?.mean.toFixed(5), "0.99573");
  const other = { ...recipes.best, epochs: 3 };
  assertEquals(await seedScores({ recipe: other, data }, folder), undefined);
  const smaller = { ...data, trainCount: 5 };
  const best = { recipe: recipes.best, data: smaller };
  assertEquals(await seedScores(best, folder), undefined);
});
