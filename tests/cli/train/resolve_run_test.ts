import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { UsageError } from "../../../lib/cli/command/flags.ts";
import { readTrainFlags } from "../../../lib/cli/train/settings.ts";
import { resolveRun } from "../../../lib/cli/train/resolve_run.ts";
import { ModelError } from "../../../lib/model/errors.ts";
import { recipes } from "../../../lib/training/recipes/recipes.ts";
import { inFolder, namesIn } from "../../support/folder.ts";
import { makeKilledRun } from "./fixtures.ts";

async function resolved(...args: string[]) {
  const run = await resolveRun(readTrainFlags(args, recipes)!, args, recipes);
  run.resumed?.lock[Symbol.dispose]();
  return run;
}

Deno.test("resolveRun() begins a new run in an empty folder, with --resume too", async () => {
  await inFolder(async (folder) => {
    const flags = ["--epochs", "2", "--out", folder];
    const unfinished = `.config.json.${crypto.randomUUID()}.tmp`;
    for (const resume of [[], ["--resume"]]) {
      const { recipe, resumed } = await resolved(...flags, ...resume);
      assertEquals(recipe, { ...recipes.reference, epochs: 2 });
      assertEquals(resumed, undefined);
      await Deno.writeTextFile(join(folder, unfinished), "{");
    }
    assertEquals((await resolved("--resume", ...flags)).resumed, undefined);
    assertEquals(namesIn(folder), []);
    await assertRejects(
      () => resolved("--resume", ...flags, "--patience", "1"),
      UsageError,
      "--patience must come with --validation",
    );
    await Deno.writeTextFile(join(folder, "notes.txt"), "");
    await assertRejects(() => resolved(...flags), ModelError, "empty or new");
  });
});

Deno.test("resolveRun() takes recipe and options from the run that is resumed", async () => {
  await inFolder(async (runs) => {
    const path = await makeKilledRun(runs, "run");
    const flags = ["--resume", "--out", path, "--backend", "cpu"];
    const { recipe, start, resumed } = await resolved(...flags);
    assertEquals(recipe, recipes.reference);
    assertEquals(start, { limit: 60, engine: "TensorFlow", backend: "cpu" });
    assertEquals(resumed?.path, path);
  });
});
