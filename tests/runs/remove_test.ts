import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { FileError } from "../../lib/files/errors.ts";
import { lockRun } from "../../lib/runs/lock.ts";
import { removeRun } from "../../lib/runs/remove.ts";
import { CheckpointError } from "../../lib/training/errors.ts";
import { inFolder, namesIn } from "../support/folder.ts";
import { writeRun } from "./fixtures.ts";

Deno.test("removeRun() removes a run, and what a removal that was stopped left", () =>
  inFolder(async (under) => {
    const run = await writeRun(under, "a", { correct: [90] });
    await writeRun(under, "b", { correct: [90] });
    await writeRun(under, ".removed-0", { correct: [90] });
    await removeRun(run);
    assertEquals(namesIn(under), ["b"]);
  }));

Deno.test("removeRun() leaves a run that a process trains", () =>
  inFolder(async (under) => {
    const run = await writeRun(under, "a", { correct: [90] });
    using _lock = await lockRun(run);
    await assertRejects(
      () => removeRun(run),
      CheckpointError,
      "a process is training in it",
    );
    assertEquals(namesIn(under), ["a"]);
  }));

Deno.test("removeRun() refuses a folder that is no run", () =>
  inFolder(async (under) => {
    const folder = join(under, "mine");
    await Deno.mkdir(folder);
    await Deno.writeTextFile(join(folder, "notes.txt"), "mine");
    await assertRejects(() => removeRun(folder), FileError, "config.json");
    assertEquals(namesIn(folder), ["notes.txt"]);
  }));
