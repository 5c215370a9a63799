import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { claimTrial } from "../../lib/sweep/claim.ts";
import { SweepError } from "../../lib/sweep/errors.ts";
import { inFolder } from "../support/folder.ts";

Deno.test("claimTrial() gives a trial to one process at a time, with its log to append to", () =>
  inFolder(async (folder) => {
    const run = join(folder, "trial");
    for (let times = 0; times < 2; times++) {
      using log = await claimTrial(run);
      assertEquals(await claimTrial(run), undefined);
      await log!.write(new TextEncoder().encode("trained\n"));
    }
    assertEquals(await Deno.readTextFile(`${run}.log`), "trained\ntrained\n");
  }));

Deno.test("claimTrial() leaves a run alone that is still being trained", () =>
  inFolder(async (folder) => {
    const run = join(folder, "trial");
    await Deno.mkdir(run);
    await Deno.writeTextFile(join(run, "config.json"), "{}");
    {
      using trained = await Deno.open(join(run, "config.json"), {
        write: true,
      });
      await trained.lock(true);
      assertEquals(await claimTrial(run), undefined);
    }
    using log = await claimTrial(run);
    assert(log);
  }));

Deno.test("claimTrial() says in one line that a log can't be written", () =>
  inFolder(async (folder) => {
    await assertRejects(
      () => claimTrial(join(folder, "a", "b")),
      SweepError,
      "no such file or folder; choose another folder with --out",
    );
  }));
