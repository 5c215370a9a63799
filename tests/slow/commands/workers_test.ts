import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  permissionFlags,
  permissionsOf,
  widen,
} from "../../../lib/cli/launch/permissions.ts";
import { freeAddresses } from "../../support/cluster.ts";
import { writeDigits } from "../../support/command.ts";
import { inFolder } from "../../support/folder.ts";

const SETS = "tensorflow+cuda+python+download+pictures+cluster";

/**
 * `deno task train` as the tasks of a cluster, without the launcher between.
 *
 * @param only The one task that is started.
 */
function start(args: readonly string[], only?: number): Deno.ChildProcess[] {
  const worker = freeAddresses(2);
  const permissions = widen(permissionsOf(SETS), args, {
    cwd: Deno.cwd(),
    variable: (name) => Deno.env.get(name),
  });
  const started = only === undefined ? [...worker.keys()] : [only];
  return started.map((index) =>
    new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-q", "--no-check", "--no-prompt"],
        ...permissionFlags(permissions),
        "lib/cli/train/main.ts",
        ...args,
      ],
      env: {
        TF_CONFIG: JSON.stringify({
          cluster: { worker },
          task: { type: "worker", index },
        }),
      },
      stdout: "piped",
      stderr: "piped",
    }).spawn()
  );
}

const textOf = (stream: ReadableStream) => new Response(stream).text();

/** A run's results, and the name of the weights, which is made of their digest. */
async function resultOf(run: string) {
  const { epochs, final } = JSON.parse(
    await Deno.readTextFile(join(run, "history.json")),
  );
  for (const epoch of epochs) delete epoch.seconds;
  const files = [...Deno.readDirSync(join(run, "last"))].map(({ name }) =>
    name
  );
  return { epochs, final, files: files.sort() };
}

async function epochsOf(run: string): Promise<number> {
  try {
    return (await resultOf(run)).epochs.length;
  } catch {
    return 0; // Not written yet
  }
}

Deno.test("deno task train ends with 75 when a worker is killed, and goes on to the same bits", async () => {
  await inFolder(async (folder) => {
    const data = await writeDigits(folder);
    const flags = ["--data", data, "--limit", "100"];
    const args = (run: string) => [
      ...flags,
      ...["--batch-size", "2", "--epochs", "3", "--out", join(folder, run)],
    ];
    const train = async (run: string, ...more: string[]) => {
      const ends = start([...args(run), ...more]).map((each) => each.output());
      for (const { code, stderr } of await Promise.all(ends)) {
        assertEquals(code, 0, new TextDecoder().decode(stderr));
      }
      return resultOf(join(folder, run));
    };
    const whole = await train("whole");

    const killed = join(folder, "killed");
    const [chief, worker] = start(args("killed"));
    const errors = textOf(chief.stderr);
    while (await epochsOf(killed) === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    worker.kill("SIGKILL");
    const streams = [chief.stdout, worker.stdout, worker.stderr].map(textOf);
    assertEquals((await chief.status).code, 75);
    assertStringIncludes(
      await errors,
      "every task of the cluster must answer: worker 1 (",
    );
    assertStringIncludes(
      await errors,
      "; resume every worker with: deno task train --resume",
    );
    await Promise.all([worker.status, ...streams]);
    assertEquals(await train("killed", "--resume"), whole);

    // Each sees that alone, and waits for no other
    const alone = [0, 1].flatMap((only) =>
      start([...args("whole"), "--resume"], only).map((each) => each.output())
    );
    const lines = (await Promise.all(alone)).map(({ code, stderr }) => {
      assertEquals(code, 0);
      return new TextDecoder().decode(stderr);
    });
    assertEquals(lines, [
      `Nothing to do: "${join(folder, "whole")}" was trained to its end\n`,
      "",
    ]);
  });
});
