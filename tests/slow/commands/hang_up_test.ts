import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { CheckpointStore } from "../../../lib/training/checkpoints/store.ts";
import { checkpointsFolder } from "../../../lib/runs/contents.ts";
import { inFolder } from "../../support/folder.ts";
import { writeDigits } from "../../support/command.ts";

/** Waits for a file that another process writes, and reads it. */
async function contentOf(path: string): Promise<string> {
  const end = performance.now() + 60_000;
  while (performance.now() < end) {
    const text = await Deno.readTextFile(path).catch(() => "");
    if (text !== "") return text;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Nobody wrote "${path}" within a minute`);
}

/**
 * Trains in a terminal of its own, and closes that in the first epoch.
 *
 * @param before What stands before the command.
 * @returns The command's exit code, and how many epochs are kept.
 */
async function trainedInClosedTerminal(
  before: string,
  epochs: number,
): Promise<{ code: number; epochs: number; resumable: boolean }> {
  let outcome = { code: NaN, epochs: 0, resumable: false };
  await inFolder(async (folder) => {
    const run = join(folder, "run");
    const code = join(folder, "code");
    const command =
      `deno task --quiet train --data ${await writeDigits(folder)} ` +
      `--out ${run} --batch-size 8 --epochs ${epochs}`;
    // The inner shell outlives the terminal to write down how the command ended;
    // the outer one ends with it, and by that the kernel tells all others
    const inner = `trap : HUP; ${before} ${command}; echo $? > ${code}`;
    const shell = `sh -c '${inner}'; exit`;
    const terminal = new Deno.Command("script", {
      args: ["--quiet", "--command", shell, "/dev/null"],
      cwd: new URL("../../..", import.meta.url),
      env: { MNIST_DIR: "", NO_COLOR: "1", SHELL: "/bin/sh" },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    await contentOf(join(run, "config.json"));
    terminal.kill("SIGKILL");
    await terminal.status;
    const ended = Number(await contentOf(code));
    const history = await Deno.readTextFile(join(run, "history.json"))
      .catch(() => '{"epochs":[]}');
    outcome = {
      code: ended,
      epochs: JSON.parse(history).epochs.length,
      resumable: await new CheckpointStore(checkpointsFolder(run)).newest() !==
        undefined,
    };
  });
  return outcome;
}

const ignore = Deno.build.os !== "linux"; // another `script` has other flags

Deno.test({
  name: "deno task train ends with a checkpoint when its terminal is closed",
  ignore,
  fn: async () => {
    const { code, resumable } = await trainedInClosedTerminal("", 1000);
    assertEquals({ code, resumable }, { code: 129, resumable: true });
  },
});

Deno.test({
  name: "deno task train under setsid goes on when its terminal is closed",
  ignore,
  fn: async () => {
    const { code, epochs } = await trainedInClosedTerminal("setsid --wait", 2);
    assertEquals({ code, epochs }, { code: 0, epochs: 2 });
  },
});
