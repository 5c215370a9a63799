import { assert } from "@std/assert";
import { cellsAsModule } from "../../lib/cli/notebooks/cells.ts";
import { lessons, solutions } from "./files.ts";

/**
 * Beside notebooks/, and as deep as the notebook's own folder, so that the
 * relative imports of its cells hold.
 */
const folders = {
  "notebooks": new URL("../../.cells/", import.meta.url),
  "notebooks/solutions": new URL("../../.cells/solutions/", import.meta.url),
};

Deno.test("notebooks pass the type checker and the linter", async () => {
  const root = folders.notebooks;
  try {
    await Deno.mkdir(folders["notebooks/solutions"], { recursive: true });
    const files = await Promise.all(
      [...lessons, ...solutions].map(async ({ path, notebook }) => {
        const slash = path.lastIndexOf("/");
        const folder = folders[path.slice(0, slash) as keyof typeof folders];
        const name = path.slice(slash + 1).replace(/ipynb$/, "ts");
        const file = new URL(name, folder);
        await Deno.writeTextFile(file, cellsAsModule(notebook));
        return file.pathname;
      }),
    );
    await run("check", files);
    await run("lint", files);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

async function run(command: string, files: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [command, ...files],
    env: { NO_COLOR: "1" },
    stderr: "piped",
    stdout: "null",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
}
