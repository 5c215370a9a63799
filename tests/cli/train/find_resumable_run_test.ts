import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { UsageError } from "../../../lib/cli/command/flags.ts";
import { findResumableRun } from "../../../lib/cli/train/find_resumable_run.ts";
import { lockRun } from "../../../lib/runs/lock.ts";
import type { EpochResult } from "../../../lib/training/epoch_result.ts";
import {
  CheckpointError,
  FinishedRunError,
} from "../../../lib/training/errors.ts";
import { inFolder } from "../../support/folder.ts";
import { CONFIG, makeKilledRun, makeRun } from "./fixtures.ts";

const epoch: EpochResult = {
  epoch: 1,
  learningRate: 0.1,
  trainLoss: 1,
  testLoss: 1,
  testCorrect: 1,
  testCount: 10,
  seconds: 1,
};

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
      run?.lock[Symbol.dispose]();
      return run?.path;
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

Deno.test("findResumableRun() finds a run that was killed before its first checkpoint", async () => {
  await inFolder(async (runs) => {
    const path = await makeKilledRun(runs, "run");
    for (const out of [path, undefined]) {
      const run = await findResumableRun(out, { seed: 1 }, runs);
      run?.lock[Symbol.dispose]();
      assertEquals(run?.path, path);
      assertEquals(run?.stored, undefined);
      assertEquals(run?.origin.start, CONFIG.start);
      assertEquals(run?.origin.identity.recipe, CONFIG.recipe);
    }
    await assertRejects(
      () => findResumableRun(path, { seed: 2 }, runs),
      UsageError,
      "--seed must be the run's, 1: current value is 2",
    );
  });
});

Deno.test("findResumableRun() refuses another run's checkpoint in the folder", async () => {
  await inFolder(async (runs) => {
    const path = await makeRun(runs, "run");
    const other = await makeRun(runs, "other", { seed: 7 });
    const [{ name }] = Deno.readDirSync(join(other, "checkpoints"));
    const file = join(path, "checkpoints", name);
    await Deno.copyFile(join(other, "checkpoints", name), file);
    const error = await assertRejects(
      () => findResumableRun(path, {}, runs),
      CheckpointError,
    );
    assertEquals(
      error.message,
      `Cannot resume from checkpoint "${file}": it must be of the run in config.json: recipe.seed must be 1: current value is 7; move it away or start a new run without --resume`,
    );
    const found = await findResumableRun(
      undefined,
      { name: "reference" },
      runs,
    );
    found?.lock[Symbol.dispose]();
    assertEquals(found?.path, other);
    // It is free, as before
    using lock = await lockRun(path);
    assertEquals(lock !== undefined, true);
  });
});

Deno.test("findResumableRun() finds nothing in a folder that is missing or empty", async () => {
  await inFolder(async (runs) => {
    const find = (out: string) => findResumableRun(out, {}, runs);
    assertEquals(await find(join(runs, "missing")), undefined);
    assertEquals(await find(runs), undefined);
    // Killed while it wrote its first file
    await Deno.writeTextFile(
      join(runs, `.config.json.${crypto.randomUUID()}.tmp`),
      "{",
    );
    assertEquals(await find(runs), undefined);
    await Deno.writeTextFile(join(runs, "notes.txt"), "");
    await assertRejects(() => find(runs), CheckpointError, "config.json");
    const file = join(runs, "notes.txt");
    await assertRejects(() => find(file), CheckpointError, "not a folder");
  });
});

Deno.test("findResumableRun() refuses a run that was named and can't go on", async () => {
  await inFolder(async (runs) => {
    const path = await makeRun(runs, "run");
    const find = (flags: object = {}) => findResumableRun(path, flags, runs);
    (await find())?.lock[Symbol.dispose]();
    await assertRejects(
      () => find({ name: "best" }),
      UsageError,
      "--recipe must be the run's, reference: current value is best",
    );
    {
      using _lock = await lockRun(path);
      await assertRejects(
        () => find(),
        CheckpointError,
        "another process is training",
      );
    }
    const [{ name }] = Deno.readDirSync(join(path, "checkpoints"));
    const file = join(path, "checkpoints", name);
    await Deno.truncate(file, 60);
    await assertRejects(
      () => find(),
      CheckpointError,
      `Cannot read checkpoint "${file}": its content must match`,
    );
    await Deno.remove(file);
    const history = JSON.stringify({ epochs: [epoch] });
    await Deno.writeTextFile(join(path, "history.json"), history);
    await assertRejects(() => find(), CheckpointError, "of its last epoch");
    await Deno.writeTextFile(join(path, "history.json"), FINISHED);
    await assertRejects(() => find(), FinishedRunError, "trained to its end");
    await assertRejects(() => find({ seed: 2 }), UsageError, "--seed must be");
    await assertRejects(
      () => findResumableRun(runs, {}, runs),
      CheckpointError,
      "it holds no config.json",
    );
    // None of the runs that were refused is still locked
    using lock = await lockRun(path);
    assertEquals(lock !== undefined, true);
  });
});
