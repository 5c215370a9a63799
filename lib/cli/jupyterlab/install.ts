/** JupyterLab's packages, by pip into a virtual environment. @module */
import { fileURLToPath } from "node:url";
import { JupyterError } from "./errors.ts";

/** The pinned packages. */
export const REQUIREMENTS: string = fileURLToPath(
  import.meta.resolve("./requirements.txt"),
);

/** How much of a failed command's own message is passed on. */
const ERROR_LINES = 8;

/**
 * Makes a virtual environment, in place of one that is there, and installs the pinned
 * packages.
 *
 * @param venv Its folder.
 * @param python The Python that it will have.
 * @throws {JupyterError} if Python, its venv module or a package is missing.
 */
export async function installPackages(
  venv: string,
  python: string,
): Promise<void> {
  await run(await findPython(), ["-m", "venv", "--clear", venv], {
    action: "make a virtual environment",
    advice: "install Python's venv module (Debian: apt install python3-venv)",
  });
  await run(
    python,
    [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--requirement",
      REQUIREMENTS,
    ],
    { action: "install JupyterLab", advice: "pip says why" },
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
    "Cannot prepare JupyterLab: Python 3.10 or later must be on the PATH as python3 or python: none was found; install it (Debian: apt install python3 python3-venv)",
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
      `Cannot ${action}: "${command}" must end with exit code 0: current value is ${code}; ${advice}\n${
        lines.slice(-ERROR_LINES).join("\n")
      }`,
    );
  }
}
