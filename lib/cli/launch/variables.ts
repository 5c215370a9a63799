/** What a command gets of the user's environment. @module */
import { resolve } from "node:path";

/** Variables that name folders in which TensorFlow's library may lie. */
export const LIBRARY_VARIABLES = [
  "TENSORFLOW_DIR",
  "VIRTUAL_ENV",
  "CONDA_PREFIX",
];

/** The folder the user is in, and the environment. */
export interface Surroundings {
  readonly cwd: string;
  readonly variable: (name: string) => string | undefined;
}

/**
 * The variables that name folders, as absolute paths: the command runs in the
 * project's folder, not the user's.
 */
export function folderVariables(
  { cwd, variable }: Surroundings,
): Record<string, string> {
  return Object.fromEntries(
    ["MNIST_DIR", ...LIBRARY_VARIABLES].flatMap((name) => {
      const value = variable(name);
      return value ? [[name, resolve(cwd, value)]] : [];
    }),
  );
}

/**
 * Clears the variables of the dynamic linker (`LD_…`, `DYLD_…`) that are not allowed:
 * while one is set, Deno refuses to start programs from a list.
 *
 * @param names Of all variables that are set.
 * @param allowed The variables that the command may read.
 */
export function linkerVariables(
  names: readonly string[],
  allowed: readonly string[] = [],
): Record<string, string> {
  return Object.fromEntries(
    names.filter((name) => /^(LD|DYLD)_/i.test(name) && !allowed.includes(name))
      .map((name) => [name, ""]),
  );
}
