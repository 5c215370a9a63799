import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { encode } from "fast-png";
import { syntheticDigits } from "../../../lib/data/mod.ts";
import { inFolder, link, namesIn } from "../../support/folder.ts";
import { outcomeOf, task, writeDigits } from "../../support/command.ts";

async function readHistory(run: string) {
  return JSON.parse(await Deno.readTextFile(join(run, "history.json")));
}

Deno.test("deno task train keeps a run that evaluate and predict can read", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const run = join(folder, "run");
    const flags = ["--data", data, "--out", run, "--epochs", "2"];
    const trained = await outcomeOf(task(["train", ...flags]));
    assertEquals(trained.code, 0, trained.stderr);
    const epoch =
      "\nTest set: Average loss: \\d\\.\\d{4}, Accuracy: \\d+/100 \\(\\d+\\.00%\\)\n";
    const final =
      "Train Data: Average loss: \\d\\.\\d{4}, Accuracy: \\d+/200 \\(\\d+\\.\\d0%\\)\nTest Data: Average loss: \\d\\.\\d{4}, Accuracy: \\d+/100 \\(\\d+\\.00%\\)\n";
    assertMatch(
      trained.stdout,
      new RegExp(`^${epoch}\n${epoch}\n${final}$`),
    );
    const bars = trained.stderr.match(
      /^loss=[\d.e-]+ batch_id=6: 100%\|█{10}\| 7\/7 \[\d\d:\d\d<00:00, +[\d.]+(it\/s|s\/it)\]$/gm,
    );
    assertEquals(bars?.length, 2);
    assert(!trained.stderr.includes("\r"));
    const { epochs, final: scores } = await readHistory(run);
    assertEquals(epochs.length, 2);
    assertEquals(scores.train.count, 200);

    const evaluated = await outcomeOf(
      task(["evaluate", "--model", run, "--data", data, "--views"]),
    );
    assertEquals(evaluated.code, 0, evaluated.stderr);
    assertEquals(
      evaluated.stdout.split("\n").slice(0, 2),
      trained.stdout.split("\n").slice(-3, -1),
    );
    assertMatch(
      evaluated.stdout,
      /^Test Data, mean of 9 views: Average loss: [\d.]+, Accuracy: \d+\/100 /m,
    );

    const good = join(folder, "good.png");
    const bad = join(folder, "bad.png");
    const { images, rows, columns } = syntheticDigits({ count: 1, seed: 1 });
    await Deno.writeFile(
      good,
      encode({ data: images, width: columns, height: rows, channels: 1 }),
    );
    await Deno.writeTextFile(bad, "no picture");
    const predicted = await outcomeOf(
      task(["predict", "--model", join(run, "best"), bad, good]),
    );
    assertEquals(predicted.code, 2);
    assertMatch(
      predicted.stdout,
      /^.*good\.png: (\d) {2}\1: \d+\.\d% \d: \d+\.\d% \d: \d+\.\d%\n$/,
    );
    const complaints = predicted.stderr.split("\n")
      .filter((line) => line.includes("bad.png"));
    assertEquals(complaints.length, 1);
  });
});

Deno.test("deno task train --validation holds images out, and can stop early by them", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const run = join(folder, "run");
    const flags = ["--data", data, "--out", run, "--patience", "1"];
    const refused = await outcomeOf(task(["train", ...flags]));
    assertEquals(refused.code, 2);
    assertStringIncludes(
      refused.stderr,
      "--patience must come with --validation",
    );

    const trained = await outcomeOf(task(["train", ...flags, "--validation"]));
    assertEquals(trained.code, 0, trained.stderr);
    assertStringIncludes(
      trained.stderr,
      "Validation: 17 of the training images take the test set's place, 183 are left for training\n",
    );
    assertMatch(trained.stdout, /^Validation set: .*\/17 /m);
    assert(!trained.stdout.includes("Test"));
    const { epochs, final } = await readHistory(run);
    const correct = epochs.map((epoch: { testCorrect: number }) =>
      epoch.testCorrect
    );
    const most = Math.max(...correct);
    // One epoch more than it takes to the best, which is what is scored
    assertEquals(correct.length, correct.indexOf(most) + 2);
    assertEquals(final.test.correct, most);
    assertStringIncludes(
      trained.stderr,
      `Restored the weights of epoch ${
        correct.length - 1
      }, the best of ${correct.length} on the validation set`,
    );

    const byWriters = ["--data", data, "--validation", "--writers"];
    const best = join(run, "best");
    for (const command of [["train"], ["evaluate", "--model", best]]) {
      const unknown = await outcomeOf(task([...command, ...byWriters]));
      assertEquals(unknown.code, 2);
      assertStringIncludes(unknown.stderr, "the digits must be MNIST");
      const alone = await outcomeOf(task([...command, "--writers"]));
      assertEquals(alone.code, 2);
      assertStringIncludes(
        alone.stderr,
        "--writers must come with --validation",
      );
    }

    const evaluated = await outcomeOf(
      task(["evaluate", "--model", best, "--data", data, "--validation"]),
    );
    assertEquals(evaluated.code, 0, evaluated.stderr);
    assertEquals(
      evaluated.stdout.split("\n").slice(0, 2),
      trained.stdout.split("\n").slice(-3, -1),
    );
    assertMatch(evaluated.stdout, /^With 17 validation images the accuracy/m);
  });
});

Deno.test("deno task train labels every result on synthetic digits", async () => {
  await inFolder(async (folder) => {
    const script = new URL("./train_on_synthetic.ts", import.meta.url);
    const { code, stdout, stderr } = await outcomeOf(
      new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", script.href, "--out", join(folder, "run")],
        stdout: "piped",
        stderr: "piped",
      }),
    );
    assertEquals(code, 0, stderr);
    const results = stdout.split("\n").filter((line) => line !== "");
    assertEquals(results.length, 3);
    for (const line of results) {
      assertMatch(line, /%\) \[synthetic digits, not MNIST\]$/);
    }
  });
});

Deno.test("deno task train reads digits that are links to files elsewhere", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const links = join(folder, "links");
    await Deno.mkdir(links);
    for (const name of namesIn(data)) await link(join(data, name), links);
    const flags = ["--data", links, "--out", join(folder, "run")];
    const { code, stderr } = await outcomeOf(
      task(["train", ...flags, "--epochs", "1"]),
    );
    assertEquals(code, 0, stderr);
  });
});

Deno.test("deno task train goes on when nobody reads its results", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const run = join(folder, "run");
    const flags = ["--data", data, "--out", run, "--epochs", "2"];
    const child = task(["train", ...flags]).spawn();
    await child.stdout.cancel();
    const stderr = await new Response(child.stderr).text();
    assertEquals((await child.status).code, 0);
    assertStringIncludes(stderr, "Standard output is closed");
    assertEquals((await readHistory(run)).epochs.length, 2);
  });
});

Deno.test("deno task train learns from a folder of pictures, and predict names its classes", async () => {
  await inFolder(async (folder) => {
    const data = join(folder, "pictures");
    const { images, labels, count } = syntheticDigits({ count: 700, seed: 1 });
    const names = ["zero", "one", "two", "three"];
    for (const name of names) {
      await Deno.mkdir(join(data, name), { recursive: true });
    }
    for (let k = 0; k < count; k++) {
      if (labels[k] >= names.length) continue;
      await Deno.writeFile(
        join(data, names[labels[k]], `${k}.png`),
        encode({
          data: images.slice(784 * k, 784 * (k + 1)),
          width: 28,
          height: 28,
          channels: 1,
        }),
      );
    }
    await Deno.writeTextFile(join(data, "zero", "broken.png"), "no picture");
    const run = join(folder, "run");
    const flags = ["--data", data, "--out", run];
    const trained = await outcomeOf(
      task(["train", ...flags, "--epochs", "3", "--batch-size", "8"]),
    );
    assertEquals(trained.code, 0, trained.stderr);
    assertStringIncludes(
      trained.stderr,
      `Warning: Cannot read picture "${data}/zero/broken.png": it must be a PNG`,
    );
    assertMatch(trained.stderr, /240 training and 40 test images of 4 classes/);
    const config = JSON.parse(
      await Deno.readTextFile(join(run, "config.json")),
    );
    assertEquals(config.data.classes, ["one", "three", "two", "zero"]);

    const evaluated = await outcomeOf(
      task(["evaluate", "--model", run, "--data", data]),
    );
    assertEquals(evaluated.code, 0, evaluated.stderr);
    assertEquals(
      evaluated.stdout.split("\n").slice(0, 2),
      trained.stdout.split("\n").slice(-3, -1),
    );
    const first = labels.indexOf(2);
    const predicted = await outcomeOf(
      task(["predict", "--model", run, join(data, "two", `${first}.png`)]),
    );
    assertEquals(predicted.code, 0, predicted.stderr);
    assertMatch(
      predicted.stdout,
      /\.png: (\w+) {2}\1: [\d.]+% \w+: [\d.]+% \w+: [\d.]+%$/m,
    );

    const other = await outcomeOf(
      task(["evaluate", "--model", run, "--data", await writeDigits(folder)]),
    );
    assertEquals(other.code, 2, other.stderr);
    assertStringIncludes(other.stderr, "the model's 4 classes");
  });
});
