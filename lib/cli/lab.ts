/**
 * `deno task lab`: JupyterLab with Deno's kernel, opened at the first
 * notebook. Flags after it go to JupyterLab, such as `--no-browser`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { exitCodeOfTool } from "./command/exit.ts";
import { say } from "./command/output.ts";
import { prepareJupyter, projectDirectory } from "./jupyterlab/environment.ts";

const RUN_LAB = fileURLToPath(import.meta.resolve("./jupyterlab/run_lab.py"));

const FIRST_NOTEBOOK = "notebooks/01_backpropagation.ipynb";

/**
 * Runs JupyterLab until it is closed.
 *
 * @param flags JupyterLab's own.
 * @returns The exit code.
 */
export async function openLab(flags: readonly string[]): Promise<number> {
  const { python, env } = await prepareJupyter(say);
  // Ctrl-C reaches JupyterLab too, which asks; this ends when JupyterLab does
  Deno.addSignalListener("SIGINT", () => {});
  if (Deno.build.os !== "windows") {
    // JupyterLab ends its kernels on SIGTERM alone
    const end = () => child.kill("SIGTERM");
    Deno.addSignalListener("SIGTERM", end);
    Deno.addSignalListener("SIGHUP", end);
  }
  const child = new Deno.Command(python, {
    args: [
      RUN_LAB,
      // Links from a notebook into lib/ work only inside the root
      `--ServerApp.root_dir=${projectDirectory}`,
      `--LabApp.default_url=/lab/tree/${FIRST_NOTEBOOK}`,
      "--KernelSpecManager.ensure_native_kernel=False",
      "--KernelSpecManager.allowed_kernelspecs=deno",
      ...rootFlags(flags, Deno.uid()),
      ...flags,
    ],
    cwd: projectDirectory,
    env,
  }).spawn();
  return (await child.status).code;
}

/**
 * The flag without which JupyterLab refuses to start as root, as in containers.
 *
 * @param uid Id of the user; null on Windows.
 */
export function rootFlags(
  flags: readonly string[],
  uid: number | null,
): string[] {
  if (uid !== 0 || flags.includes("--allow-root")) return [];
  say("You are root: JupyterLab starts with --allow-root");
  return ["--allow-root"];
}

if (import.meta.main) {
  Deno.exit(await exitCodeOfTool(() => openLab(Deno.args)));
}
