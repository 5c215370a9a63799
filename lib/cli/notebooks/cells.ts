/**
 * Prepares cells for Deno's tools: `deno fmt` formats the notebook, and `deno check`
 * and `deno lint`, which don't read notebooks, get all cells as one module.
 *
 * @module
 */
import { codeCells, joined, type Notebook } from "../../jupyter/notebook.ts";

/**
 * A notebook's code as one module. Declaring a name twice is an error there, unlike in
 * a kernel; so a cell means the same whatever ran before it.
 */
export function cellsAsModule(notebook: Notebook): string {
  return codeCells(notebook)
    .map((cell) => `// cell "${cell.id}"\n${joined(cell.source)}\n`)
    .join("\n");
}

/**
 * A notebook file's text as `deno fmt` writes it. (`deno fmt --check` is no use: it
 * reports every notebook that has a cell, formatted or not.) A cell that isn't valid TypeScript stays as it is: `deno check` reports it.
 *
 * @throws {Error} if the text isn't JSON.
 */
export async function formatted(text: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext=ipynb", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const written = writer.write(new TextEncoder().encode(text))
    .then(() => writer.close());
  const { success, stdout, stderr } = await child.output();
  if (!success) {
    throw new Error(
      `Cannot format a notebook: it must be JSON: ${
        new TextDecoder().decode(stderr).trim()
      }`,
    );
  }
  await written;
  return new TextDecoder().decode(stdout);
}
