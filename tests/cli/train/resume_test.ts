import {
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { UsageError } from "../../../lib/cli/command/flags.ts";
import { findResumableRun } from "../../../lib/cli/train/find_resumable_run.ts";
import { restoreRecipe } from "../../../lib/cli/train/restore_run.ts";
import type { Checkpoint } from "../../../lib/training/checkpoints/format.ts";
import { CheckpointStore } from "../../../lib/training/checkpoints/store.ts";
import { CheckpointError } from "../../../lib/training/errors.ts";
import { recipes } from "../../../lib/training/recipes/mod.ts";
import { lockRun } from "../../../lib/runs/lock.ts";
import { inFolder } from "../../support/folder.ts";
import { outcomeOf, task, writeDigits } from "../../support/command.ts";

/** Waits until a folder holds a file of that name, and returns the name. */
async function fileIn(folder: string, name: RegExp): Promise<string> {
  while (true) {
    try {
      for await (const entry of Deno.readDir(folder)) {
        if (name.test(entry.name)) return entry.name;
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The weights' file, whose name is made of its digest, and the history. */
async function resultOf(run: string) {
  const { epochs, final } = JSON.parse(
    await Deno.readTextFile(join(run, "history.json")),
  );
  for (const epoch of epochs) delete epoch.seconds;
  return {
    weights: await fileIn(join(run, "last"), /^weights/),
    epochs,
    final,
  };
}

Deno.test("deno task train --resume ends as the run that was never stopped", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const flags = ["--limit", "100", "--batch-size", "2", "--epochs", "2"];
    const train = (run: string) =>
      task(["train", "--data", data, ...flags, "--out", join(folder, run)]);
    const whole = await outcomeOf(train("whole"));
    assertEquals(whole.code, 0, whole.stderr);

    const run = join(folder, "stopped");
    const child = train("stopped").spawn();
    const output = [child.stdout, child.stderr].map((stream) =>
      new Response(stream).text()
    );
    await fileIn(folder, /^stopped$/);
    await fileIn(run, /^config\.json$/);
    child.kill("SIGTERM");
    assertEquals((await child.status).code, 130);
    const command = /; go on with: deno (.*)\n$/.exec(await output[1]);
    assertEquals(
      command?.[1],
      `task train --resume --out ${run} --data ${data}`,
    );

    const refused = await outcomeOf(
      task(["train", "--resume", "--out", run, "--epochs", "3"]),
    );
    assertEquals(refused.code, 2);
    assertStringIncludes(refused.stderr, "--epochs must be the run's, 2: ");

    const unnamed = await outcomeOf(task(["train", "--resume", "--out", run]));
    assertEquals(unnamed.code, 2);
    assertStringIncludes(
      unnamed.stderr,
      `the folder of its digits, "${data}", must be named again with --data: `,
    );

    // Without --limit: the run knows it
    const resumed = await outcomeOf(task(command![1].split(" ").slice(1)));
    assertEquals(resumed.code, 0, resumed.stderr);
    assertMatch(resumed.stderr, /^Going on in epoch \d of 2 after step \d+$/m);
    assertEquals(await resultOf(run), await resultOf(join(folder, "whole")));

    const again = await outcomeOf(task(["train", "--resume", "--out", run]));
    assertEquals(again.code, 2);
    assertStringIncludes(again.stderr, "it was trained to its end");
  });
});

Deno.test("deno task train writes a checkpoint on request", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const run = join(folder, "run");
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", "lib/cli/train/main.ts", "--data", data, "--out", run],
        ...["--batch-size", "1", "--epochs", "1000"],
      ],
      stdout: "null",
      stderr: "null",
    }).spawn();
    // The first epoch's checkpoint: it listens
    await fileIn(join(run, "checkpoints"), /step-000000\.checkpoint$/);
    // An epoch's end may answer to one request, not to all
    const asking = setInterval(() => child.kill("SIGUSR1"), 30);
    await fileIn(join(run, "checkpoints"), /step-0*[1-9]\d*\.checkpoint$/);
    clearInterval(asking);
    child.kill("SIGKILL");
    assertEquals((await child.status).signal, "SIGKILL");
  });
});

Deno.test("deno task train ends with code 1 and one line where the loss is no number", async () => {
  await inFolder(async (folder) => {
    const script = new URL(
      "../../slow/commands/train_on_synthetic.ts",
      import.meta.url,
    );
    const run = join(folder, "run");
    const outcome = await outcomeOf(
      new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "-A", script.href, "--out", run],
          ...["--recipe", "diverging", "--epochs", "3"],
        ],
      }),
    );
    assertEquals(outcome.code, 1, outcome.stderr);
    const line = outcome.stderr.trimEnd().split("\n").at(-1)!;
    assertMatch(
      line,
      /^Cannot go on training: the loss.* must be finite: it is NaN in epoch 1 after step \d, at learning rate 1e\+30; .*; no epoch had ended, nothing is kept$/,
    );
    assertEquals([...Deno.readDirSync(folder)], []);
  });
});

Deno.test("commands end with one line when TensorFlow has no memory left", async () => {
  const script = new URL(
    "../../slow/commands/run_out_of_memory.ts",
    import.meta.url,
  );
  const { code, stderr } = await outcomeOf(
    new Deno.Command(Deno.execPath(), { args: ["run", "-A", script.href] }),
  );
  assertEquals(code, 2);
  assertMatch(
    stderr,
    /^Cannot go on: TensorFlow has no memory left: Cannot run Fill.* OOM when allocating .*; end other programs, or train with a smaller --batch-size\n$/,
  );
});

const checkpoint: Checkpoint = {
  run: {
    recipe: { name: "reference", epochs: 3, batchSize: 32, seed: 1 },
    data: { name: "MNIST", trainCount: 60, testCount: 10, sha256: "ab" },
    normalization: { mean: 0.1, standardDeviation: 0.3 },
  },
  start: {},
  position: {
    epoch: 1,
    batch: 1,
    totalLoss: 1,
    learningRate: 0.1,
    seconds: 1,
    history: [],
  },
  random: { seed: 1, draws: 1 },
  tensors: [],
};

const score = { loss: 0.1, correct: 1, count: 10 };
/** The history of a run that was trained to its end. */
const FINISHED = JSON.stringify({
  epochs: [],
  final: { train: score, test: score },
});

/** A folder as a run leaves it that was stopped. */
async function makeRun(
  runs: string,
  name: string,
  recipe: Partial<Checkpoint["run"]["recipe"]> = {},
): Promise<string> {
  const path = join(runs, name);
  await Deno.mkdir(path);
  await Deno.writeTextFile(join(path, "config.json"), "{}");
  await new CheckpointStore(join(path, "checkpoints")).write({
    ...checkpoint,
    run: { ...checkpoint.run, recipe: { ...checkpoint.run.recipe, ...recipe } },
  });
  return path;
}

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

Deno.test("a run goes on with what its flags had changed of the recipe", async () => {
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
      run.lock[Symbol.dispose]();
      return run;
    };
    const { stored } = await find({ precision: "bfloat16" });
    const { reference } = recipes;
    const { batchSize } = stored.checkpoint.run.recipe;
    assertEquals(
      restoreRecipe(stored, recipes),
      { ...reference, batchSize, ...changed },
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
