import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { outcomeOf, task, writeDigits } from "../../support/command.ts";
import { inFolder, namesIn } from "../../support/folder.ts";

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
    const command = /; resume with: deno (.*)\n$/.exec(await output[1]);
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
    assertMatch(resumed.stderr, /^Resuming in epoch \d of 2 after step \d+$/m);
    assertEquals(await resultOf(run), await resultOf(join(folder, "whole")));

    const again = await outcomeOf(task(["train", "--resume", "--out", run]));
    assertEquals(again.code, 0);
    assertStringIncludes(again.stderr, "was trained to its end");
  });
});

Deno.test("deno task train --resume starts anew what was killed before its first checkpoint", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const flags = ["--data", data, "--epochs", "1"];
    const whole = await outcomeOf(
      task(["train", ...flags, "--out", join(folder, "whole")]),
    );
    assertEquals(whole.code, 0, whole.stderr);

    const run = join(folder, "run");
    const args = [...flags, "--resume", "--out", run];
    const refused = await outcomeOf(
      task(["train", ...args, "--patience", "1"]),
    );
    assertEquals(refused.code, 2);
    assertStringIncludes(refused.stderr, "--patience must come with");
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "lib/cli/train/main.ts", ...args],
      stdout: "null",
      stderr: "null",
    }).spawn();
    await fileIn(run, /^config\.json$/);
    child.kill("SIGKILL");
    await child.status;
    assertEquals(namesIn(run), ["config.json"]);

    const anew = await outcomeOf(task(["train", ...args]));
    assertEquals(anew.code, 0, anew.stderr);
    assertMatch(anew.stderr, /^Starting anew: the run was killed before /m);
    assertEquals(await resultOf(run), await resultOf(join(folder, "whole")));
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

Deno.test("deno task train ends with code 1 and one line when the loss is NaN", async () => {
  await inFolder(async (folder) => {
    const script = new URL(
      "./train_on_synthetic.ts",
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
      /^Cannot continue training: the loss.* must be finite: it is NaN in epoch 1 after step \d, at learning rate 1e\+30; .*; no epoch was finished, nothing is kept$/,
    );
    assertEquals([...Deno.readDirSync(folder)], []);
  });
});

Deno.test("commands end with one line when TensorFlow runs out of memory", async () => {
  const script = new URL(
    "./run_out_of_memory.ts",
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
