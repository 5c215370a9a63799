import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { joinSweep } from "../../../lib/cli/sweep/join_sweep.ts";
import type { SweepConfig } from "../../../lib/sweep/config.ts";
import { SweepError } from "../../../lib/sweep/errors.ts";
import { inFolder, namesIn } from "../../support/folder.ts";

const config: SweepConfig = { recipe: "best", split: "test", seeds: [1] };
const other: SweepConfig = { ...config, seeds: [1, 2] };

Deno.test("joinSweep() makes the folder, and lets all sweep in it that have one configuration", async () => {
  await inFolder(async (folder) => {
    const sweep = join(folder, "sweep");
    const read = async () =>
      JSON.parse(await Deno.readTextFile(join(sweep, "config.json")));
    {
      using _first = await joinSweep(sweep, config);
      using _second = await joinSweep(sweep, config);
      assertEquals(namesIn(sweep), ["config.json", "trials"]);
      await assertRejects(
        () => joinSweep(sweep, other),
        SweepError,
        "another process sweeps a different one there",
      );
      assertEquals(await read(), config);
    }
    using _alone = await joinSweep(sweep, other);
    assertEquals(await read(), other);
  });
});

Deno.test("joinSweep() says in one line that a folder can't be made", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    await assertRejects(
      () => joinSweep(file, config),
      SweepError,
      `Cannot sweep in "${file}": `,
    );
  });
});
