import { join } from "node:path";
import { runCommand } from "./run_command.ts";

/** Python interpreters to try, in this order. */
export const PYTHONS: readonly string[] = ["python3", "python"];

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
