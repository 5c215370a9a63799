import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { parseConfig, readConfig } from "../../lib/sweep/config.ts";
import { SweepError } from "../../lib/sweep/errors.ts";
import { inFolder } from "../support/folder.ts";

const base = { recipe: "best", split: "validation", seeds: [1, 2] };

const whole = {
  ...base,
  set: { "schedule.peak": 0.02, averaging: null },
  limit: 100,
};

Deno.test("parseConfig() reads every kind of sweep", () => {
  const kinds = [
    {},
    { variants: [{ name: "a" }, { name: "b", recipe: "fast", set: {} }] },
    { grid: { batchSize: [32, 64], "network.channels": [[1, 2, 3, 4, 5]] } },
    {
      random: {
        trials: 3,
        seed: 0,
        vary: {
          "schedule.peak": { from: 0.001, to: 0.1, scale: "log" },
          "network.hidden": { from: 8, to: 64, whole: true },
          batchSize: [32, "a", null],
        },
      },
    },
  ];
  for (const kind of kinds) {
    const config = { ...whole, ...kind };
    assertEquals<unknown>(parseConfig(JSON.stringify(config), "x"), config);
  }
});

Deno.test("parseConfig() says which key is wrong", () => {
  const cases: [config: object, message: string][] = [
    [{}, "recipe must be a line of text: it is missing"],
    [
      { ...base, split: "train" },
      'split must be "validation" or "writers" or "test": ',
    ],
    [
      { ...base, seeds: [] },
      "seeds must have a length of at least 1: current value is a list of 0",
    ],
    [
      { ...base, seeds: [1, -1] },
      "seeds[1] must be at least 0: current value is -1",
    ],
    [{ ...base, seeds: [1, 1] }, "seeds must differ"],
    [{ ...base, seed: 1 }, "seed is not known: it must be one of recipe, "],
    [
      { ...base, grid: { epochs: [1] }, variants: [{ name: "a" }] },
      "one of variants, grid and random must be there: variants, grid are",
    ],
    [{ ...base, grid: { epochs: 3 } }, "grid.epochs must be a list"],
    // 10 to the 18th settings, counted without making them
    [
      {
        ...base,
        grid: Object.fromEntries(
          Array.from({ length: 18 }, (_, i) => [`a${i}`, Array(10).fill(0)]),
        ),
      },
      "it must have at most 10000 trials: current value is 2000000000000000000",
    ],
    [
      { ...base, set: { ["a.".repeat(100_000)]: 1 } },
      "is not known: it must be a path such as schedule.peak",
    ],
    [
      {
        ...base,
        set: Object.fromEntries(
          Array.from({ length: 101 }, (_, i) => [`a${i}`, 1]),
        ),
      },
      "set must have at most 100 keys: current value is an object",
    ],
    [
      { ...base, set: JSON.parse('{ "__proto__.polluted": 1 }') },
      "set.__proto__.polluted is not known: it must be a path such as",
    ],
    [{ ...base, "a\nb\u009b": 1 }, "a b  is not known"],
    [
      {
        ...base,
        random: {
          trials: 1,
          seed: 1,
          vary: { "schedule.peak": { from: 0, to: 1, scale: "log" } },
        },
      },
      "random.vary.schedule.peak.from must be greater than 0: current value is 0",
    ],
    [
      {
        ...base,
        random: { trials: 1, seed: 1, vary: { batchSize: { from: 2, to: 1 } } },
      },
      "random.vary.batchSize.to must be greater than from, 2: current value is 1",
    ],
  ];
  for (const [config, message] of cases) {
    const error = assertThrows(
      () => parseConfig(JSON.stringify(config), "x.json"),
      SweepError,
      message,
    );
    assert(!/\p{Cc}/u.test(error.message), error.message);
    assertEquals(error.message.startsWith('Cannot use sweep "x.json": '), true);
  }
  assertThrows(() => parseConfig("{", "x.json"), SweepError, "must be JSON");
});

Deno.test("readConfig() names the file that can't be read", () =>
  inFolder(async (folder) => {
    const path = join(folder, "sweep.json");
    const fault = async () =>
      (await assertRejects(() => readConfig(path), SweepError)).message;
    const start = `Cannot read sweep "${path}": `;
    assertEquals(await fault(), `${start}no such file or folder`);
    await Deno.writeTextFile(path, " ".repeat(1024 * 1024 + 1));
    assertEquals(
      await fault(),
      `${start}it must have at most 1048576 bytes: current value is 1048577`,
    );
    await Deno.writeTextFile(path, JSON.stringify(base));
    assertEquals<unknown>(await readConfig(path), base);
  }));
