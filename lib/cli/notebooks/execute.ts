/** Runs one notebook from top to bottom in a fresh kernel. @module */
import { basename, join } from "node:path";
import type { JupyterEnvironment } from "../jupyter/environment.ts";
import { type Notebook, readNotebook } from "./notebook.ts";

/** The longest that one cell may run, in seconds. */
const cellSeconds = 3600;

/** How a run ended. */
export type Outcome =
  | { readonly ok: true; readonly notebook: Notebook }
  | { readonly ok: false; readonly message: string };

/**
 * Runs a notebook file, which stays as it is, and returns it with its outputs,
 * or what went wrong.
 */
export async function execute(
  path: string,
  { python, env, directory }: JupyterEnvironment,
  { quick, signal }: { quick: boolean; signal?: AbortSignal },
): Promise<Outcome> {
  const outputFolder = await Deno.makeTempDir({ dir: directory });
  try {
    const { success, stderr } = await new Deno.Command(python, {
      args: [
        "-m",
        "nbconvert",
        "--to=notebook",
        "--execute",
        "--log-level=ERROR",
        `--ExecutePreprocessor.timeout=${cellSeconds}`,
        `--output-dir=${outputFolder}`,
        path,
      ],
      env: { ...env, NOTEBOOKS_QUICK: quick ? "1" : "0" },
      stdout: "null",
      stderr: "piped",
      signal,
    }).output();
    if (!success) {
      return {
        ok: false,
        message: cellError(new TextDecoder().decode(stderr)),
      };
    }
    const notebook = await readNotebook(join(outputFolder, basename(path)));
    return { ok: true, notebook };
  } finally {
    await Deno.remove(outputFolder, { recursive: true });
  }
}

/** The failed cell and its error, without Python's own stack. */
export function cellError(stderr: string): string {
  const marker = "An error occurred while executing the following cell:";
  const at = stderr.lastIndexOf(marker);
  return (at < 0 ? stderr : stderr.slice(at)).trim();
}
