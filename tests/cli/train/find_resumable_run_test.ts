import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { UsageError } from "../../../lib/cli/command/flags.ts";
import { findResumableRun } from "../../../lib/cli/train/find_resumable_run.ts";
import { lockRun } from "../../../lib/runs/lock.ts";
import { CheckpointError } from "../../../lib/training/errors.ts";
import { inFolder } from "../../support/folder.ts";
import { makeRun } from "./fixtures.ts";

const score = { loss: 0.1, correct: 1, count: 10 };
/** The history of a run that was trained to its end. */
const FINISHED = JSON.stringify({
  epochs: [],
  final: { train: score, test: score },
});

Deno.test("findResumableRun() takes the newest that is unfinished, free and of the recipe", async () => {
  await inFolder(async (runs) => {
    const wanted = { name: "reference" };
    const find = async (flags: object = {}) => {
      const run = await findResumableRun(
        undefined,
        { ...wanted, ...flags },
        runs,
      );
      run.lock[Symbol.dispose]();
      return run.path;
    };
    await assertRejects(() => find(), CheckpointError, "it holds none");
    const first = await makeRun(runs, "2025-01-01");
    const seed7 = await makeRun(runs, "2025-01-02", { seed: 7 });
    const third = await makeRun(runs, "2025-01-03");
    await makeRun(runs, "2025-01-04", { name: "other" });
    const finished = await makeRun(runs, "2025-01-05");
    await Deno.writeTextFile(
      join(finished, "history.json"),
      FINISHED,
    );
    await Deno.mkdir(join(runs, "2025-01-06"));
    await Deno.writeTextFile(join(runs, "notes.txt"), "");

    assertEquals(await find(), third);
    assertEquals(await find({ seed: 7 }), seed7);
    await assertRejects(() => find({ epochs: 5 }), CheckpointError, "none");
    {
      using lock = await lockRun(third);
      assertEquals(lock !== undefined, true);
      assertEquals(await find({ seed: 1 }), first);
    }
    assertEquals(await find(), third);

    const damaged = await makeRun(runs, "2025-01-07");
    for await (const { name } of Deno.readDir(join(damaged, "checkpoints"))) {
      await Deno.writeTextFile(join(damaged, "checkpoints", name), "x");
    }
    assertEquals(await find(), third);
  });
});

Deno.test("findResumableRun() refuses a run that was named and can't go on", async () => {
  await inFolder(async (runs) => {
    const path = await makeRun(runs, "run");
    const find = (flags: object = {}) => findResumableRun(path, flags, runs);
    (await find()).lock[Symbol.dispose]();
    await assertRejects(
      () => find({ name: "best" }),
      UsageError,
      "--recipe must be the run's, reference: current value is best",
    );
    {
      using _lock = await lockRun(path);
      await assertRejects(() => find(), CheckpointError, "no other process");
    }
    const [{ name }] = Deno.readDirSync(join(path, "checkpoints"));
    const file = join(path, "checkpoints", name);
    await Deno.truncate(file, 60);
    await assertRejects(
      () => find(),
      CheckpointError,
      `Cannot read checkpoint "${file}": its SHA-256`,
    );
    await Deno.remove(file);
    await assertRejects(() => find(), CheckpointError, "before the first");
    await assertRejects(
      () => findResumableRun(runs, {}, runs),
      CheckpointError,
      "it holds no checkpoints",
    );
    // Nothing of what was refused is still taken
    using lock = await lockRun(path);
    assertEquals(lock !== undefined, true);
  });
});
