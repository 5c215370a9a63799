import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { lockFolder } from "../../../lib/cli/sweep/lock_folder.ts";
import type { SweepConfig } from "../../../lib/sweep/config.ts";
import { SweepError } from "../../../lib/sweep/errors.ts";
import { inFolder, namesIn } from "../../support/folder.ts";

const config: SweepConfig = { recipe: "best", split: "test", seeds: [1] };

Deno.test("lockFolder() makes the folder, and lets one process sweep in it at a time", async () => {
  await inFolder(async (folder) => {
    const sweep = join(folder, "sweep");
    for (let times = 0; times < 2; times++) {
      using _lock = await lockFolder(sweep, config);
      assertEquals(namesIn(sweep), ["config.json", "trials"]);
      await assertRejects(
        () => lockFolder(sweep, config),
        SweepError,
        "another process is sweeping",
      );
    }
    const text = await Deno.readTextFile(join(sweep, "config.json"));
    assertEquals(JSON.parse(text), config);
  });
});

Deno.test("lockFolder() says in one line that a folder can't be made", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    await assertRejects(
      () => lockFolder(file, config),
      SweepError,
      `Cannot sweep in "${file}": `,
    );
  });
});
