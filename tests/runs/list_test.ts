import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { listRuns, scoreOf } from "../../lib/runs/list.ts";
import { lockRun } from "../../lib/runs/lock.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";
import { inFolder } from "../support/folder.ts";
import { config, result, writeRun } from "./fixtures.ts";

Deno.test("listRuns() tells finished, running, interrupted and damaged runs apart", () =>
  inFolder(async (under) => {
    const at = (minute: number) => ({
      started: `2026-11-23T07:0${minute}:00.000Z`,
    });
    await writeRun(under, "b", {
      config: at(1),
      correct: [90, 95],
      finished: true,
    });
    await writeRun(under, "a", { config: at(2), correct: [90] });
    const running = await writeRun(under, "c", { config: at(3), correct: [] });
    const damaged = await writeRun(under, "d", { correct: [90] });
    await Deno.writeTextFile(join(damaged, "history.json"), "{");
    // Not runs: a file, a folder, and a run that is being removed
    await Deno.writeTextFile(join(under, "notes.txt"), "mine");
    await Deno.mkdir(join(under, "empty"));
    await writeRun(under, ".removed-1", { correct: [90] });
    using _lock = await lockRun(running);

    const runs = await listRuns(under);
    assertEquals(runs.map(({ name, state }) => [name, state]), [
      ["c", "running"],
      ["a", "interrupted"],
      ["b", "finished"],
      ["d", "damaged"],
    ]);
    assert(runs[3].state === "damaged");
    assertMatch(runs[3].fault, /history\.json": it must be JSON/);
    assertEquals(await listRuns(join(under, "missing")), []);
  }));

Deno.test("scoreOf() is the last epoch's score or, with early stopping, the best one's", () => {
  const history = { epochs: [result(1, 96), result(2, 95)] };
  assertEquals(scoreOf({ config, history }), {
    ...{ epoch: 2, loss: 0.2, correct: 95, count: 100 },
  });
  const recipe = { ...recipes.reference, earlyStopping: { patience: 1 } };
  assertEquals(
    scoreOf({ config: { ...config, recipe }, history })?.correct,
    96,
  );
  assertEquals(scoreOf({ config, history: { epochs: [] } }), undefined);
});
