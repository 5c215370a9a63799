/**
 * JupyterLab with Deno's kernel, in a virtual environment of the project's own.
 * Nothing outside its folder is changed.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fileErrorAs } from "../../files/errors.ts";
import { withLock } from "../../files/lock.ts";
import { JupyterError } from "./errors.ts";
import { installPackages, REQUIREMENTS } from "./install.ts";

/** A prepared environment. */
export interface JupyterEnvironment {
  readonly directory: string;
  /** The environment's own Python. */
  readonly python: string;
  /** Settings that keep Jupyter inside its folder. */
  readonly env: Readonly<Record<string, string>>;
}

/** The project's folder. */
export const projectDirectory: string = dirname(
  fileURLToPath(import.meta.resolve("../../../deno.json")),
);

const CHECK_INTACT = fileURLToPath(import.meta.resolve("./check_intact.py"));

/**
 * Returns the environment; makes it first where it is missing, out of date or
 * damaged, which takes a minute or two.
 *
 * @param onNote Called with a line about anything that takes long.
 * @throws {JupyterError} if Python, its venv module or a package is missing, or the
 * folder can't be used.
 */
export async function prepareJupyter(
  onNote: (line: string) => void,
  directory: string = join(projectDirectory, "data", "jupyter"),
): Promise<JupyterEnvironment> {
  const environment = describe(directory);
  try {
    await Deno.mkdir(directory, { recursive: true });
    await withLock(
      join(directory, "lock"),
      () => complete(environment, onNote),
      { onWait: () => onNote("Waiting for another process to prepare it") },
    );
  } catch (error) {
    const { NotCapable } = Deno.errors;
    const denied = error instanceof NotCapable ||
      error instanceof Error && error.cause instanceof NotCapable;
    if (denied) throw error; // The folder is not at fault
    throw fileErrorAs(
      JupyterError,
      `Cannot prepare JupyterLab in "${directory}"`,
      error,
      "make room or remove it, and run the command again",
    );
  }
  return environment;
}

/** Makes what is missing, and all of it where anything is damaged. */
async function complete(
  environment: JupyterEnvironment,
  onNote: (line: string) => void,
): Promise<void> {
  const { directory } = environment;
  const required = await Deno.readTextFile(REQUIREMENTS);
  const marker = join(directory, "installed.txt");
  const installed = await Deno.readTextFile(marker).catch(() => undefined);
  if (installed !== required || !await isIntact(environment)) {
    const packages = required.match(/^\w.*==/gm)?.length;
    onNote(
      installed === required
        ? `JupyterLab in ${directory} is damaged: installing it again, in a minute or two`
        : `Preparing JupyterLab in ${directory}: ${packages} Python packages, a minute or two, once`,
    );
    await Deno.remove(marker).catch(() => {}); // If this process is killed
    await installPackages(join(directory, "venv"), environment.python);
    await Deno.writeTextFile(marker, required);
  }
  await writeKernel(directory);
  await writeSettings(directory);
}

function describe(directory: string): JupyterEnvironment {
  const inside = (name: string) => join(directory, name);
  return {
    directory,
    python: join(directory, "venv", "bin", "python"),
    env: {
      JUPYTER_CONFIG_DIR: inside("config"),
      JUPYTER_DATA_DIR: inside("share"),
      JUPYTER_RUNTIME_DIR: inside("runtime"),
      JUPYTERLAB_SETTINGS_DIR: inside("settings"),
      JUPYTERLAB_WORKSPACES_DIR: inside("workspaces"),
      IPYTHONDIR: inside("ipython"),
      // Not the user's own kernels and settings
      JUPYTER_PREFER_ENV_PATH: "1",
      JUPYTER_NO_CONFIG: "1",
    },
  };
}

/** Whether the environment's Python starts and finds every file that pip installed. */
export async function isIntact(
  { python, env }: Pick<JupyterEnvironment, "python" | "env">,
): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(python, {
      args: [CHECK_INTACT],
      env,
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    return false; // It can't be started
  }
}

/** Declares the running Deno as Jupyter's only kernel. */
async function writeKernel(directory: string): Promise<void> {
  const folder = join(directory, "share", "kernels", "deno");
  await Deno.mkdir(folder, { recursive: true });
  const kernel = {
    argv: [
      Deno.execPath(),
      "jupyter",
      "--kernel",
      "--conn",
      "{connection_file}",
    ],
    display_name: "Deno",
    language: "typescript",
  };
  await Deno.writeTextFile(
    join(folder, "kernel.json"),
    `${JSON.stringify(kernel, null, 2)}\n`,
  );
}

/** Turns off JupyterLab's questions about news and updates. */
async function writeSettings(directory: string): Promise<void> {
  const folder = join(directory, "venv", "share", "jupyter", "lab", "settings");
  await Deno.mkdir(folder, { recursive: true });
  const overrides = {
    "@jupyterlab/apputils-extension:notification": {
      checkForUpdates: false,
      fetchNews: "false",
    },
  };
  await Deno.writeTextFile(
    join(folder, "overrides.json"),
    `${JSON.stringify(overrides, null, 2)}\n`,
  );
}
