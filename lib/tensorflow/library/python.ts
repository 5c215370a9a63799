import { join } from "node:path";
import { hasPermission } from "./has_permission.ts";

/** Python interpreters to try, in this order. */
export const PYTHONS: readonly string[] = ["python3", "python"];

// For an interpreter that hangs: a broken shim, a dead network drive
const TIMEOUT = 20_000;

/** A command's output, or why it failed. */
export type CommandResult =
  | { ok: true; stdout: string }
  | { ok: false; reason: string; ran: boolean };

/**
 * Variables for programs that are started. Deno refuses to start a program from
 * a list of permitted ones while `LD_LIBRARY_PATH` is set, as it often is
 * beside CUDA.
 */
export async function linkerVariables(): Promise<Record<string, string>> {
  return await hasPermission({ name: "run" }) ? {} : { LD_LIBRARY_PATH: "" };
}

/** Runs a command and waits for it; never prompts for a permission. */
export async function runCommand(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<CommandResult> {
  if (!(await hasPermission({ name: "run", command }))) {
    // Deno drops programs that are not on PATH from a list of permitted ones
    const reason = `is not on PATH, or needs --allow-run=${command}`;
    return { ok: false, reason, ran: false };
  }
  try {
    const { success, code, stdout, stderr } = await new Deno.Command(command, {
      args,
      env: { ...await linkerVariables(), ...env },
      stdin: "null",
      signal: AbortSignal.timeout(TIMEOUT),
    }).output();
    const text = new TextDecoder().decode(success ? stdout : stderr).trim();
    if (success) return { ok: true, stdout: text };
    return {
      ok: false,
      reason: text.split("\n").at(-1) || `ended with code ${code}`,
      ran: true,
    };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      return { ok: false, reason: "is not installed", ran: false };
    }
    return { ok: false, reason: (error as Error).message, ran: false };
  }
}

// Finds the package without importing it, which would take seconds. The empty
// first entry of the path is the working directory: a folder named tensorflow
// there is not the package
const FIND_TENSORFLOW = `
import importlib.util, sys
sys.path = [entry for entry in sys.path if entry]
spec = importlib.util.find_spec("tensorflow")
for folder in (spec.submodule_search_locations or []) if spec else []:
    print(folder)
`;

/**
 * Finds the folder of the package `tensorflow` that an interpreter would
 * import.
 *
 * @returns The folder, or why there is none.
 */
export async function packageFolder(
  python: string,
): Promise<{ directory: string } | { reason: string }> {
  const outcome = await runCommand(python, ["-c", FIND_TENSORFLOW]);
  if (!outcome.ok) return { reason: outcome.reason };
  const directory = outcome.stdout.split("\n")[0].trim();
  return directory === ""
    ? { reason: "has no package tensorflow" }
    : { directory };
}

/**
 * Finds TensorFlow's package folders in an environment (`VIRTUAL_ENV`,
 * `CONDA_PREFIX`) without starting an interpreter.
 */
export async function environmentFolders(prefix: string): Promise<string[]> {
  const folders: string[] = [];
  for (const lib of [join(prefix, "lib"), join(prefix, "lib64")]) {
    for (const name of await namesIn(lib)) {
      if (!/^python3\.\d+$/.test(name)) continue;
      const packages = join(lib, name, "site-packages");
      if ((await namesIn(packages)).includes("tensorflow")) {
        folders.push(join(packages, "tensorflow"));
      }
    }
  }
  return folders;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  } catch {
    return [];
  }
}
