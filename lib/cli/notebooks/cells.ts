/**
 * Cells as Deno's own tools see them: formatted as a notebook, and checked as
 * one module, because neither `deno check` nor `deno lint` reads notebooks.
 *
 * @module
 */
import { codeCells, joined, type Notebook } from "./notebook.ts";

/**
 * A notebook's code as one module. Names declared twice, which a kernel
 * allows, are errors there, so that a cell means the same wherever it is run
 * from.
 */
export function cellsAsModule(notebook: Notebook): string {
  return codeCells(notebook)
    .map((cell) => `// cell "${cell.id}"\n${joined(cell.source)}\n`)
    .join("\n");
}

/**
 * A notebook file's text as `deno fmt` writes it. (`deno fmt --check` reports
 * every notebook that has a cell, formatted or not, so that it can't be used.)
 *
 * @throws {Error} If a cell cannot be parsed
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
      `Cannot format a notebook: every cell must be valid TypeScript: ${
        new TextDecoder().decode(stderr).trim()
      }`,
    );
  }
  await written;
  return new TextDecoder().decode(stdout);
}
