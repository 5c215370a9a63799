import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { UsageError } from "../../../lib/cli/command/flags.ts";
import { findResumableRun } from "../../../lib/cli/train/find_resumable_run.ts";
import { restoreRecipe } from "../../../lib/cli/train/restore_run.ts";
import { recipes } from "../../../lib/training/recipes/recipes.ts";
import { inFolder } from "../../support/folder.ts";
import { makeRun } from "./fixtures.ts";

Deno.test("restoreRecipe() keeps the settings that the flags had changed", async () => {
  await inFolder(async (runs) => {
    const changed = {
      epochs: 3,
      seed: 7,
      earlyStopping: { patience: 2 },
      precision: "bfloat16",
    } as const;
    const path = await makeRun(runs, "changed", changed);
    const find = async (wanted: object) => {
      const run = await findResumableRun(path, wanted, runs);
      run?.lock[Symbol.dispose]();
      return run!;
    };
    const { origin } = await find({ precision: "bfloat16" });
    const { batchSize } = origin.identity.recipe;
    assertEquals(
      restoreRecipe(origin, recipes),
      { ...recipes.reference, batchSize, ...changed },
    );
    await makeRun(runs, "plain");
    await assertRejects(
      () =>
        findResumableRun(join(runs, "plain"), { precision: "bfloat16" }, ""),
      UsageError,
      "--bfloat16 must be the run's, none: current value is bfloat16",
    );
  });
});
