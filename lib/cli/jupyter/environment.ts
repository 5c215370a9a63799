/**
 * JupyterLab in a virtual environment of the project's own, with Deno's
 * kernel. Nothing outside of its folder is changed.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "../../files/lock.ts";

/** A problem whose message says what to do. */
export class JupyterError extends Error {
  override readonly name = "JupyterError";
}

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

/** Lines of a failed command's own message that are passed on. */
const errorLines = 8;

const requirementsFile = fileURLToPath(
  import.meta.resolve("./requirements.txt"),
);

/**
 * Makes the environment where it is missing or out of date, which takes a
 * minute or two, and returns it.
 *
 * @param onNote is told what takes long
 * @throws {JupyterError} If Python, its venv module or a package is missing
 */
export async function prepareJupyter(
  onNote: (line: string) => void,
  directory: string = join(projectDirectory, "data", "jupyter"),
): Promise<JupyterEnvironment> {
  await Deno.mkdir(directory, { recursive: true });
  const environment = describe(directory);
  await withLock(join(directory, "lock"), async () => {
    const wanted = await Deno.readTextFile(requirementsFile);
    const marker = join(directory, "installed.txt");
    const installed = await Deno.readTextFile(marker).catch(() => undefined);
    if (installed !== wanted) {
      onNote(`Preparing JupyterLab in ${directory} (once, a minute or two)`);
      await install(environment, onNote);
      await Deno.writeTextFile(marker, wanted);
    }
    await writeKernel(directory);
    await writeSettings(directory);
  }, { onWait: () => onNote("Waiting for another process to prepare it") });
  return environment;
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
      // The user's own kernels and settings stay out of it.
      JUPYTER_PREFER_ENV_PATH: "1",
      JUPYTER_NO_CONFIG: "1",
    },
  };
}

async function install(
  { directory, python }: JupyterEnvironment,
  onNote: (line: string) => void,
): Promise<void> {
  const venv = join(directory, "venv");
  await run(await findPython(), ["-m", "venv", "--clear", venv], {
    action: "make a virtual environment",
    advice: "install Python's venv module (Debian: apt install python3-venv)",
  });
  onNote("Installing pinned packages with pip");
  await run(
    python,
    [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--requirement",
      requirementsFile,
    ],
    { action: "install JupyterLab", advice: "pip says why" },
  );
}

/** The Deno that runs this, as Jupyter's only kernel. */
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

/** No questions about news and updates when JupyterLab opens. */
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

async function findPython(): Promise<string> {
  const check = "import sys; sys.exit(sys.version_info < (3, 10))";
  for (const python of ["python3", "python"]) {
    try {
      const { success } = await new Deno.Command(python, {
        args: ["-c", check],
        stdout: "null",
        stderr: "null",
      }).output();
      if (success) return python;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new JupyterError(
    "Cannot prepare JupyterLab: Python 3.10 or later must be on the PATH as python3 or python: none was found, install it (Debian: apt install python3 python3-venv)",
  );
}

async function run(
  command: string,
  args: string[],
  { action, advice }: { action: string; advice: string },
): Promise<void> {
  const { success, code, stderr } = await new Deno.Command(command, {
    args,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) {
    const lines = new TextDecoder().decode(stderr).trim().split("\n");
    throw new JupyterError(
      `Cannot ${action}: "${command}" must end with exit code 0: current value is ${code}, ${advice}\n${
        lines.slice(-errorLines).join("\n")
      }`,
    );
  }
}
