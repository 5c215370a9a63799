/**
 * `deno task lab`: JupyterLab with Deno's kernel, opened at the first
 * notebook. Flags after it go to JupyterLab, such as `--no-browser`.
 *
 * @module
 */
import { exitCodeOfTool } from "./command/exit.ts";
import { prepareJupyter, projectDirectory } from "./jupyter/environment.ts";

const firstNotebook = "notebooks/01_backpropagation.ipynb";

if (import.meta.main) {
  Deno.exit(await exitCodeOfTool(() => openLab(Deno.args)));
}

/** Runs JupyterLab until it is closed; returns its exit code. */
export async function openLab(flags: string[]): Promise<number> {
  const { python, env } = await prepareJupyter((line) => console.error(line));
  const child = new Deno.Command(python, {
    args: [
      "-m",
      "jupyterlab",
      // Links from a notebook into lib/ work only inside the root.
      `--ServerApp.root_dir=${projectDirectory}`,
      `--LabApp.default_url=/lab/tree/${firstNotebook}`,
      "--KernelSpecManager.ensure_native_kernel=False",
      "--KernelSpecManager.allowed_kernelspecs=deno",
      ...flags,
    ],
    cwd: projectDirectory,
    env,
  }).spawn();
  // Ctrl-C reaches JupyterLab too, which asks; only its end ends this.
  Deno.addSignalListener("SIGINT", () => {});
  return (await child.status).code;
}
