/**
 * `deno run` and `deno test` for commands that are given folders and files: with
 * the permissions that deno.json lists for them, and those to what the user has
 * named, by a flag, a word or a variable. Nothing else of the disk is open to a
 * command, whatever is in the files that it reads.
 *
 *     deno run … lib/cli/launch.ts run --allow-read=. … lib/cli/train/main.ts --data DIR
 *
 * @module
 */
import { dirname, resolve } from "node:path";
import { LIBC_PLACES } from "../tensorflow/ffi/libc.ts";
import { DRIVER_FILES } from "../tensorflow/library/gpu.ts";

/** Folders in which TensorFlow's library may lie, besides the project's own. */
const LIBRARY_VARIABLES = ["TENSORFLOW_DIR", "VIRTUAL_ENV", "CONDA_PREFIX"];

/** Signals that end a command, or that it listens to. */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1"];

/** Where the user is, and what the environment says. */
export interface Surroundings {
  readonly cwd: string;
  readonly variable: (name: string) => string | undefined;
}

/**
 * Permission flags with what the user has named added to their lists. A
 * permission that is not among them is not added.
 *
 * - Every word of the command, and the value of every flag, may be a path to read.
 * - The value of `--out` may be written.
 * - `MNIST_DIR` may be read, and so may the folders of TensorFlow's library, which
 *   may also be opened by FFI, as may the C library.
 * - The files by which a graphics driver is known may be looked for.
 *
 * @param permissions For example `["--allow-read=.", "--allow-sys=cpus"]`.
 * @param args Of the command.
 */
export function widened(
  permissions: readonly string[],
  args: readonly string[],
  { cwd, variable }: Surroundings,
): string[] {
  const path = (word: string) => resolve(cwd, word);
  const set = (names: readonly string[]) =>
    names.map(variable).filter((value) => value !== undefined && value !== "")
      .map((value) => path(value!));
  const libraries = set(LIBRARY_VARIABLES);
  const additions: Readonly<Record<string, readonly string[]>> = {
    read: [
      ...wordsOf(args).map(path),
      ...set(["MNIST_DIR"]),
      ...libraries,
      ...DRIVER_FILES,
    ],
    write: valuesOf("--out", args).map(path),
    ffi: [...libraries, ...LIBC_PLACES],
  };
  return permissions.map((permission) => {
    const [, kind] = /^--allow-(\w+)=/.exec(permission) ?? [];
    const more = Object.hasOwn(additions, kind) ? additions[kind] : [];
    return [permission, ...more.map(withoutComma)].join(",");
  });
}

/**
 * The variables that name folders, from where the user is: the command runs in the
 * project's folder.
 */
export function absolute(
  { cwd, variable }: Surroundings,
): Record<string, string> {
  return Object.fromEntries(
    ["MNIST_DIR", ...LIBRARY_VARIABLES].flatMap((name) => {
      const value = variable(name);
      return value ? [[name, resolve(cwd, value)]] : [];
    }),
  );
}

/** A comma parts the paths of a list, so the nearest folder that has none. */
function withoutComma(path: string): string {
  return path.includes(",") ? withoutComma(dirname(path)) : path;
}

/** What is no flag: words, the values of flags, also those after a "=". */
function wordsOf(args: readonly string[]): string[] {
  return args.map((arg) => arg.startsWith("--") ? afterEquals(arg) : arg)
    .filter((word) => word !== "");
}

function valuesOf(flag: string, args: readonly string[]): string[] {
  return args.flatMap((arg, index) =>
    arg === flag
      ? args.slice(index + 1, index + 2)
      : arg.startsWith(`${flag}=`)
      ? [afterEquals(arg)]
      : []
  ).filter((value) => value !== "");
}

function afterEquals(arg: string): string {
  const at = arg.indexOf("=");
  return at < 0 ? "" : arg.slice(at + 1);
}

/** Runs the command, passes signals on to it, and ends as it ends. */
async function main(
  [command, ...words]: readonly string[],
): Promise<number> {
  const first = words.findIndex((word) => !word.startsWith("--"));
  const script = first < 0 ? words.length : first;
  const args = words.slice(script + 1);
  const surroundings = {
    cwd: Deno.env.get("INIT_CWD") ?? Deno.cwd(),
    variable: (name: string) => Deno.env.get(name),
  };
  const permissions = widened(words.slice(0, script), args, surroundings);
  // Before the command is there, so that no signal ends this one alone
  for (const signal of SIGNALS) {
    Deno.addSignalListener(signal, () => {
      try {
        child.kill(signal);
      } catch {
        // It has ended
      }
    });
  }
  const child = new Deno.Command(Deno.execPath(), {
    args: [command, "--no-prompt", ...permissions, ...words.slice(script)],
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
    env: absolute(surroundings),
  }).spawn();
  const { code } = await child.status;
  return code;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
