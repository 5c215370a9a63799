import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { prepareJupyter } from "../../../lib/cli/jupyterlab/environment.ts";
import { execute } from "../../../lib/cli/notebooks/execute.ts";
import { asStranger, program } from "./stranger.ts";
import { outcomeOf } from "../../support/command.ts";

const path = import.meta.resolve("../../../lib/tensorflow/mod.ts");

Deno.test("somebody else's tests train a model by deno test", async () => {
  await asStranger(async ({ write, deno }) => {
    await write(
      "main_test.ts",
      `import { init, tf } from "${path}";
Deno.test("it adds", async () => {
  await init();
  if (tf.scalar(1).add(1).dataSync()[0] !== 2) throw new Error();
});
`,
    );
    const { code, stdout, stderr } = await deno(["test", "-A", "--no-check"]);
    assertEquals(code, 0, stdout + stderr);
  });
});

/** Whether the program that `deno compile` builds upon is here: it is downloaded. */
async function hasBase(): Promise<boolean> {
  const info = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json"],
  }).output();
  const { denoDir } = JSON.parse(new TextDecoder().decode(info.stdout));
  const { success } = await new Deno.Command("sh", {
    args: [
      "-c",
      'test -n "$DENORT_BIN" || ls "$0"/dl/release/v"$1"/denort-*',
      denoDir,
      Deno.version.deno,
    ],
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}

Deno.test({
  name: "a program that deno compile makes trains a model",
  ignore: !await hasBase(),
  fn: () =>
    asStranger(async ({ folder, library, write, deno }) => {
      await write("main.ts", program(path));
      const { code, stderr } = await deno(
        ["compile", "-A", "--output", "program", "main.ts"],
      );
      assertEquals(code, 0, stderr);
      const run = await outcomeOf(
        new Deno.Command("sh", {
          args: ["-c", join(folder, "program")],
          env: { TENSORFLOW_DIR: library },
        }),
      );
      assertEquals(run.stdout, "5.0\n", run.stderr);
    }),
});

/** Whether the notebooks' JupyterLab is installed: its packages are downloaded. */
const hasJupyter = await Deno.stat("data/jupyter/installed.txt")
  .then(() => true, () => false);

Deno.test({
  name: "somebody else's notebook trains a model",
  ignore: !hasJupyter,
  fn: () =>
    asStranger(async ({ folder, library, write }) => {
      const cell = (id: string, source: string) => ({
        ...{ cell_type: "code", id, source, metadata: {}, outputs: [] },
        execution_count: null,
      });
      await write("deno.json", '{ "lock": "versions.lock" }');
      await write(
        "notebook.ipynb",
        JSON.stringify({
          cells: [cell("a", program(path)), cell("b", "1 + 1")],
          metadata: { kernelspec: { name: "deno", display_name: "Deno" } },
          ...{ nbformat: 4, nbformat_minor: 5 },
        }),
      );
      const jupyter = await prepareJupyter(() => {});
      const outcome = await execute(
        join(folder, "notebook.ipynb"),
        { ...jupyter, env: { ...jupyter.env, TENSORFLOW_DIR: library } },
        { quick: true },
      );
      const text = JSON.stringify(outcome);
      assertStringIncludes(text, '"5.0\\n"');
    }),
});
