import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  isIntact,
  prepareJupyter,
} from "../../../lib/cli/jupyterlab/environment.ts";
import { JupyterError } from "../../../lib/cli/jupyterlab/errors.ts";
import { inFolder } from "../../support/folder.ts";
import { NO_PROGRAM, writeProgram } from "../../support/program.ts";

Deno.test("isIntact() notices a Python that is missing or finds damaged packages", async () => {
  const intact = (python: string) => isIntact({ python, env: {} });
  assertEquals(await intact(await writeProgram("exit 0")), true);
  assertEquals(await intact(await writeProgram("exit 1")), false);
  assertEquals(await intact(NO_PROGRAM), false);
});

Deno.test("prepareJupyter() says in one line that its folder can't be used", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    const error = await assertRejects(
      () => prepareJupyter(() => {}, file),
      JupyterError,
      `Cannot prepare JupyterLab in "${file}": `,
    );
    assertEquals(error.message.split("\n").length, 1);
  });
});
