import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { basename, join } from "node:path";
import { encode } from "fast-png";
import { saveModel } from "../../../lib/model/files/model_folder.ts";
import { createNetwork } from "../../../lib/model/network.ts";
import { tf } from "../../../lib/tensorflow/mod.ts";
import { selectBackend } from "../../../lib/tensorflow/select_backend.ts";
import { recipes } from "../../../lib/training/recipes/recipes.ts";
import { findLibrary } from "../../../lib/tensorflow/library/mod.ts";
import { inFolder, link } from "../../support/folder.ts";
import { withLittleRoom } from "../../support/full_disk.ts";
import { outcomeOf, press, task, writeDigits } from "../../support/command.ts";

/** Exit code 2, the message in one line, and no trace of the program's insides. */
function assertRefused(
  { code, stdout, stderr }: { code: number; stdout: string; stderr: string },
  message: string,
): void {
  assertEquals(code, 2, stderr);
  assertEquals(stdout, "");
  const lines = stderr.trimEnd().split("\n");
  assertStringIncludes(lines.at(-1)!, message);
  assert(!/^\s+at /m.test(stderr), stderr);
}

Deno.test("deno task train refuses wrong flags with one line", async () => {
  const cases: [string[], string][] = [
    [["--epochs", "0"], "--epochs"],
    [["--recipe", "slow"], "--recipe"],
    [["--nonsense"], "--nonsense"],
  ];
  for (const [flags, message] of cases) {
    const outcome = await outcomeOf(task(["train", ...flags]));
    assertRefused(outcome, message);
    assertEquals(outcome.stderr.trimEnd().split("\n").length, 1);
  }
});

Deno.test("deno task train refuses damaged and missing files, and writes nothing", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const run = join(folder, "run");
    const train = (...flags: string[]) =>
      outcomeOf(task(["train", "--out", run, ...flags]));

    assertRefused(
      await train("--data", folder),
      `Cannot learn from folder "${folder}"`,
    );
    const images = join(data, "train-images-idx3-ubyte");
    const bytes = await Deno.readFile(images);
    await Deno.writeFile(images, bytes.subarray(0, 1000));
    assertRefused(await train("--data", data), images);
    assertRefused(
      await outcomeOf(task(["train", "--out", run], { MNIST_DIR: folder })),
      "MNIST_DIR",
    );
    assertRefused(
      await outcomeOf(task(["train", "--out", folder])),
      "must be empty or new",
    );
    await Deno.writeFile(images, bytes);
    const noLibrary = await outcomeOf(
      task(["train", "--data", data, "--out", run], {
        TENSORFLOW_DIR: folder,
      }),
    );
    assertEquals(noLibrary.code, 2);
    assertStringIncludes(noLibrary.stderr, "Cannot use TENSORFLOW_DIR");
    assertEquals(
      [...Deno.readDirSync(folder)].map(({ name }) => name),
      ["digits"],
    );
  });
});

Deno.test("deno task evaluate and predict refuse what is no model", async () => {
  await inFolder(async (folder) => {
    for (const command of [["evaluate"], ["predict", "x.png"]]) {
      const outcome = await outcomeOf(task([...command, "--model", folder]));
      assertRefused(outcome, `Cannot find a model in "${folder}"`);
    }
    assertRefused(await outcomeOf(task(["predict"])), "at least one picture");
  });
});

Deno.test("deno task train ends with one line on a full disk, and leaves nothing", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const disk = join(folder, "disk");
    await Deno.mkdir(disk);
    const run = join(disk, "run");
    const flags = ["--data", data, "--out", run, "--epochs", "1"];
    const outcome = await outcomeOf(
      withLittleRoom(disk, 40, [
        Deno.execPath(),
        ...["run", "-A", "lib/cli/train/main.ts", ...flags],
      ]),
    );
    assertRefused(
      outcome,
      `Cannot write checkpoint "${join(run, "checkpoints")}`,
    );
  });
});

/** Interrupts a run once what it wrote to standard error matches. */
async function interrupted(
  args: string[],
  moment: RegExp,
  signal: Deno.Signal,
): Promise<{ code: number; stderr: string }> {
  const child = task(args).spawn();
  const rest = child.stdout.cancel();
  let stderr = "";
  let sent = false;
  for await (
    const part of child.stderr.pipeThrough(new TextDecoderStream())
  ) {
    stderr += part;
    if (sent || !moment.test(stderr)) continue;
    sent = true;
    await press(child, signal);
  }
  await rest;
  return { code: (await child.status).code, stderr };
}

Deno.test("deno task train ends in order when it is interrupted", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const run = (name: string) => [
      ...["train", "--data", data, "--epochs", "1000"],
      ...["--out", join(folder, name)],
    ];
    const early = await interrupted(run("early"), /^Run: /m, "SIGINT");
    assertEquals(early.code, 130, early.stderr);
    assertStringIncludes(
      early.stderr,
      `Interrupted: no epoch was finished; resume with: deno task train --resume --out ${
        join(folder, "early")
      } --data ${data}\n`,
    );

    const late = await interrupted(run("late"), /(7\/7 [^]*){2}/, "SIGTERM");
    assertEquals(late.code, 130, late.stderr);
    assertStringIncludes(
      late.stderr,
      `of 1000 are kept in ${join(folder, "late", "last")}; resume with: `,
    );
    assertEquals(
      [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
      ["digits", "early", "late"],
    );
    const kept = [...Deno.readDirSync(join(folder, "late"))]
      .map(({ name }) => name).sort();
    assertEquals(
      kept,
      ["best", "checkpoints", "config.json", "history.json", "last"],
    );
  });
});

Deno.test("a command ends with one line when TensorFlow's library can't be opened", async () => {
  const { framework, cc } = await findLibrary({ download: false });
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    // Either file under the other's name
    await link(cc, join(folder, basename(framework)));
    await link(framework, join(folder, basename(cc)));
    const run = join(folder, "run");
    const outcome = await outcomeOf(
      new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "-A", "lib/cli/train/main.ts"],
          ...["--data", data, "--out", run],
        ],
        env: { TENSORFLOW_DIR: folder },
      }),
    );
    assertRefused(outcome, "Cannot open TensorFlow's C library: ");
    assertStringIncludes(outcome.stderr, "undefined symbol: ");
  });
});

Deno.test("predict and evaluate refuse a model whose answers are NaN", async () => {
  await selectBackend({ backend: "cpu" });
  const model = createNetwork(recipes.reference.network, 1);
  // Finite, but their products overflow
  model.setWeights(
    model.getWeights().map(({ shape }) => tf.fill(shape, 3e38)),
  );
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    await saveModel(join(folder, "model"), model, {
      normalization: { mean: 0.1, standardDeviation: 0.3 },
      recipe: "reference",
      epoch: 1,
      trainedOn: "noise",
    });
    const picture = join(folder, "one.png");
    const pixels = Uint8Array.from({ length: 28 * 28 }, (_, index) => {
      const row = Math.floor(index / 28);
      return index % 28 === 14 && row > 4 && row < 24 ? 255 : 0; // A one
    });
    await Deno.writeFile(
      picture,
      encode({ width: 28, height: 28, data: pixels, channels: 1 }),
    );
    const named = ["--model", join(folder, "model")];
    for (
      const [command, image] of [
        [["predict", ...named, picture], `"${picture}"`],
        [["evaluate", ...named, "--data", data], "image 0"],
      ] as const
    ) {
      assertRefused(
        await outcomeOf(task([...command])),
        `must add up to 1: those of ${image} add up to NaN; `,
      );
    }
  });
  model.dispose();
});
