import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { resultFolder } from "../../lib/runs/contents.ts";
import { RunFolder } from "../../lib/runs/folder.ts";
import { recipes } from "../../lib/training/recipes/recipes.ts";
import { inFolder } from "../support/folder.ts";
import { config } from "./fixtures.ts";

Deno.test("resultFolder() is that of the best epoch if the run was to stop early", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "run");
    const recipe = { ...recipes.reference, earlyStopping: { patience: 2 } };
    await RunFolder.create({ out: path }, { ...config, recipe });
    assertEquals(await resultFolder(path), join(path, "best"));
    assertEquals(await resultFolder(path, {}), join(path, "last"));
    await Deno.writeTextFile(join(path, "config.json"), "{");
    assertEquals(await resultFolder(path), join(path, "last"));
    assertEquals(await resultFolder(path, recipe), join(path, "best"));
  });
});
