import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { cellError, execute } from "../../../lib/cli/notebooks/execute.ts";
import { notebookText } from "../../../lib/jupyter/notebook.ts";
import { inFolder, namesIn } from "../../support/folder.ts";
import { writeProgram } from "../../support/program.ts";

const NOTEBOOK = notebookText({
  cells: [],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});

/** Stands for nbconvert: writes the notebook that it is told to run. */
const NBCONVERT = `
for word; do
  case $word in --output-dir=*) out=\${word#--output-dir=} ;; esac
done
cp "$word" "$out"`;

Deno.test("execute() returns the notebook or the error, and leaves no files", async () => {
  await inFolder(async (directory) => {
    const path = join(directory, "a.ipynb");
    await Deno.writeTextFile(path, NOTEBOOK);
    const run = async (script: string) =>
      await execute(
        path,
        { directory, python: await writeProgram(script), env: {} },
        { quick: true },
      );
    const outcome = await run(NBCONVERT);
    assert(outcome.ok);
    assertEquals(outcome.notebook.nbformat, 4);
    assertEquals(
      await run('echo "No such kernel" >&2; echo $NOTEBOOKS_QUICK >&2; exit 1'),
      { ok: false, message: "No such kernel\n1" },
    );
    assertEquals(namesIn(directory), ["a.ipynb"]);
  });
});

Deno.test("execute() ends the notebook when its signal aborts", async () => {
  await inFolder(async (directory) => {
    const python = await writeProgram("exec sleep 60");
    const controller = new AbortController();
    const running = execute(
      join(directory, "a.ipynb"),
      { directory, python, env: {} },
      { quick: true, signal: controller.signal },
    );
    controller.abort(new DOMException("Interrupted", "AbortError"));
    await assertRejects(() => running, DOMException, "Interrupted");
    assertEquals(namesIn(directory), []);
  });
});

Deno.test("cellError() leaves Python's own stack out", () => {
  const stderr = `Traceback (most recent call last):
  File "nbclient.py", line 1
An error occurred while executing the following cell:
------------------
throw new Error("x")
------------------
Error: x
`;
  assertEquals(
    cellError(stderr).split("\n")[0],
    "An error occurred while executing the following cell:",
  );
  assertEquals(cellError("no such file\n"), "no such file");
});
