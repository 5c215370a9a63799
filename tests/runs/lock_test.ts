import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { FileError } from "../../lib/files/errors.ts";
import { lockRun } from "../../lib/runs/lock.ts";
import { inFolder } from "../support/folder.ts";

Deno.test("lockRun() locks a run once, until the lock is disposed", () =>
  inFolder(async (run) => {
    await Deno.writeTextFile(join(run, "config.json"), "{}");
    {
      using lock = await lockRun(run);
      assert(lock);
      assertEquals(await lockRun(run), undefined);
    }
    using again = await lockRun(run);
    assert(again);
    assertEquals(await Deno.readTextFile(join(run, "config.json")), "{}");
  }));

Deno.test("lockRun() refuses a folder that is not a run's", () =>
  inFolder(async (folder) => {
    const path = join(folder, "config.json");
    await assertRejects(
      () => lockRun(folder),
      FileError,
      `Cannot lock "${path}": no such file or folder`,
    );
    assertEquals([...Deno.readDirSync(folder)], []);
  }));
