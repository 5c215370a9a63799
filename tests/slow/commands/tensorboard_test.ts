import { assert, assertEquals, assertMatch } from "@std/assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { outcomeOf, task, writeDigits } from "../../support/command.ts";
import { inFolder, namesIn } from "../../support/folder.ts";
import { withLittleRoom } from "../../support/full_disk.ts";

Deno.test("deno task train --tensorboard writes a folder with the run's name, or refuses", () =>
  inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const run = join(folder, "runs", "first");
    const train = (tensorboard: string) =>
      outcomeOf(task([
        ...["train", "--data", data, "--epochs", "1", "--out", run],
        ...["--tensorboard", tensorboard],
      ]));
    const refused = await train(join(data, "train-images-idx3-ubyte", "logs"));
    assertEquals(refused.code, 2);
    assertMatch(
      refused.stderr,
      /^Cannot write TensorBoard's files into ".*": .*; choose another folder with --tensorboard$/m,
    );
    assert(!existsSync(run));

    const logs = join(folder, "logs");
    const { code, stderr } = await train(logs);
    assertEquals(code, 0, stderr);
    assertMatch(stderr, /^TensorBoard: tensorboard --logdir /m);
    assertEquals(namesIn(logs), ["first"]);
    assertMatch(namesIn(join(logs, "first"))[0], /^events\.out\.tfevents/);
  }));

Deno.test("deno task train goes on when TensorBoard's files fill the disk", () =>
  inFolder(async (folder) => {
    const mounts = await outcomeOf(
      new Deno.Command("sh", {
        args: ["-c", "unshare --user --map-root-user --mount true"],
      }),
    );
    // A limit on the size of files would end the run too
    if (mounts.code !== 0) return;
    const data = await writeDigits(folder);
    const disk = join(folder, "disk");
    await Deno.mkdir(disk);
    const run = join(folder, "run");
    const { code, stdout, stderr } = await outcomeOf(
      withLittleRoom(disk, 16, [
        ...[Deno.execPath(), "run", "-A", "lib/cli/train/main.ts"],
        ...["--data", data, "--out", run, "--epochs", "2"],
        ...["--tensorboard", join(disk, "logs")],
      ]),
    );
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /^Test Data: /m);
    const warnings = stderr.match(/^Warning: training goes on, but .*$/gm);
    assertEquals(warnings?.length, 1, stderr);
    assert(existsSync(join(run, "history.json")));
  }));
