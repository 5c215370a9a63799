/** Runs one notebook from top to bottom in a fresh kernel. @module */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JupyterEnvironment } from "../jupyterlab/environment.ts";
import { type Notebook, readNotebook } from "../../jupyter/notebook.ts";

const RUN_NBCONVERT = fileURLToPath(import.meta.resolve("./run_nbconvert.py"));

/** How long one cell may run; the longest takes eight minutes, or 20 seconds in a quick run. */
const CELL_SECONDS = { whole: 3600, quick: 300 } as const;

/** How a run ended. */
export type Outcome =
  | { readonly ok: true; readonly notebook: Notebook }
  | { readonly ok: false; readonly message: string };

/**
 * Runs a notebook file, which is not changed.
 *
 * @param quick Whether the notebook should take few steps instead of many.
 * @param signal Ends the notebook and its kernel.
 * @returns The notebook with its outputs, or what went wrong.
 * @throws The signal's reason, once it aborts.
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
        RUN_NBCONVERT,
        "--to=notebook",
        "--execute",
        "--log-level=ERROR",
        `--ExecutePreprocessor.timeout=${
          quick ? CELL_SECONDS.quick : CELL_SECONDS.whole
        }`,
        `--output-dir=${outputFolder}`,
        path,
      ],
      env: { ...env, NOTEBOOKS_QUICK: quick ? "1" : "0" },
      stdout: "null",
      stderr: "piped",
      signal,
    }).output();
    signal?.throwIfAborted();
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
