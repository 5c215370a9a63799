/**
 * Starts Deno with the permissions that deno.json names, widened by the folders and
 * files that the user names in flags, words or variables. A command can open nothing
 * else on the disk, whatever its input files say.
 *
 *     deno run -q -P=launch lib/cli/launch.ts tensorflow+download run lib/cli/evaluate.ts …
 *
 * `-P=tensorflow --allow-read=DIR` would replace the set's list of folders instead of
 * adding to it, so the lists are read and passed on from here.
 *
 * This program itself may read the environment and start any program. It could do so
 * anyway, since it starts Deno with permissions of its choice.
 *
 * @module
 */
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import project from "../../deno.json" with { type: "json" };
import { clusterVariables, endOfAll, workerCount } from "./workers.ts";
import { LIBC_PATHS } from "../tensorflow/ffi/libc.ts";
import { DRIVER_FILES } from "../tensorflow/library/gpu.ts";

/** Variables that name folders in which TensorFlow's library may lie. */
const LIBRARY_VARIABLES = ["TENSORFLOW_DIR", "VIRTUAL_ENV", "CONDA_PREFIX"];

/** Signals that are passed on to the command. */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1"];

/**
 * How a command ends that could not say why: V8 at the limit of its heap, a failed
 * allocation in C++, and the system's own choice of a process to end.
 */
const CRASHES: readonly Deno.Signal[] = [
  "SIGTRAP",
  "SIGILL",
  "SIGABRT",
  "SIGKILL",
];

/** Flags whose values may be written. */
const WRITTEN = ["--out", "--build", "--runs", "--tensorboard"];

/** A file that is read in a browser or an editor. */
const PAGE = /\.(html|md)$/;

/** The folder that the value of `--out` is in. */
const BESIDE_OUT = "$OUT/..";

/** Lists by kind, for example `{ read: ["."], sys: ["cpus"] }`. */
export type Permissions = Readonly<Record<string, readonly string[]>>;

/** The folder the user is in, and the environment. */
export interface Surroundings {
  readonly cwd: string;
  readonly variable: (name: string) => string | undefined;
}

/**
 * The permissions of several sets in deno.json together. `deno` in a list of programs
 * is the Deno that runs, and `$TMPDIR` in a list of folders the system's folder for
 * temporary files.
 *
 * @param names For example `tensorflow+download`.
 * @throws {Error} if a set does not exist, or allows something without a list.
 */
export function permissionsOf(names: string): Permissions {
  const sets: Readonly<Record<string, Readonly<Record<string, unknown>>>> =
    project.permissions;
  const together: Record<string, string[]> = {};
  for (const name of names.split("+")) {
    if (!Object.hasOwn(sets, name)) {
      throw new Error(
        `Cannot launch: permission sets must be in deno.json: current value is "${name}"`,
      );
    }
    for (const [kind, list] of Object.entries(sets[name])) {
      if (!Array.isArray(list)) {
        throw new Error(
          `Cannot launch: ${name} must list what it allows: ${kind} is ${list}`,
        );
      }
      together[kind] = [
        ...new Set([...together[kind] ?? [], ...list.map(expand)]),
      ];
    }
  }
  return together;
}

function expand(item: string): string {
  if (item === "deno") return Deno.execPath();
  return item === "$TMPDIR" ? tmpdir() : item;
}

/**
 * Permissions with what the user names added to their lists. A kind that has no list
 * gets none.
 *
 * - Every word of the command, and the value of every flag, may be a path to read; if
 *   there are too many for one argument, the folders that they lie in.
 * - The values of `--out`, `--build`, `--runs` and `--tensorboard` may be written; of a
 *   page, the folder that it lies in, where it is written under another name first.
 *   `$OUT/..` in a list is the folder that `--out` is in, for what is built beside it
 *   and put in its place.
 * - The folder in `MNIST_DIR` may be read. TensorFlow's folders may be read and opened
 *   by FFI, and so may the C library.
 * - The files that tell whether there is a graphics driver may be looked for.
 *
 * @param args The command's flags and words.
 */
export function widen(
  permissions: Permissions,
  args: readonly string[],
  { cwd, variable }: Surroundings,
): Permissions {
  const path = (word: string) => resolve(cwd, word);
  const foldersIn = (names: readonly string[]) =>
    names.map((name) => variable(name) ?? "").filter((value) => value !== "")
      .map(path);
  const libraries = foldersIn(LIBRARY_VARIABLES);
  const outputs = WRITTEN.flatMap((flag) => valuesOf(flag, args)).map(path);
  const pageFolders = outputs.filter((name) => PAGE.test(name)).map(dirname);
  const additions: Permissions = {
    read: [
      ...shortened(wordsOf(args).map(path)),
      ...pageFolders,
      ...foldersIn(["MNIST_DIR"]),
      ...libraries,
      ...DRIVER_FILES,
    ],
    write: [...outputs.filter((name) => !PAGE.test(name)), ...pageFolders],
    ffi: [...libraries, ...LIBC_PATHS],
  };
  const besideOut = valuesOf("--out", args).map((out) => dirname(path(out)));
  return Object.fromEntries(
    Object.entries(permissions).map(([kind, list]) => {
      const more = Object.hasOwn(additions, kind) ? additions[kind] : [];
      const known = list.filter((item) => item !== BESIDE_OUT);
      const beside = known.length < list.length ? besideOut : [];
      return [kind, [...known, ...[...more, ...beside].map(withoutComma)]];
    }),
  );
}

/** As flags of `deno run`; an empty list allows nothing. */
export function permissionFlags(permissions: Permissions): string[] {
  return Object.entries(permissions).filter(([, list]) => list.length > 0)
    .map(([kind, list]) => `--allow-${kind}=${list.join(",")}`);
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

/** Linux starts no program with an argument of more than 128 KiB. */
const LONGEST_LIST = 100_000;

/** The paths, or the folders that hold them if the list would be too long. */
function shortened(paths: readonly string[]): readonly string[] {
  const length = paths.reduce((sum, path) => sum + path.length + 1, 0);
  if (length <= LONGEST_LIST) return paths;
  return shortened([...new Set(paths.map((path) => dirname(path)))]);
}

/** A comma separates paths in a list: the nearest folder above without one. */
function withoutComma(path: string): string {
  return path.includes(",") ? withoutComma(dirname(path)) : path;
}

/** Words and the values of flags, also those after a "=". */
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

/**
 * Runs a command, passes signals on to it, and ends as it ends.
 *
 * @param sets Names of permission sets.
 * @param subcommand Of Deno: `run` or `test`.
 * @param words Deno's flags, the script, and its arguments.
 */
async function main(
  [sets, subcommand, ...words]: readonly string[],
): Promise<number> {
  const first = words.findIndex((word) => !word.startsWith("--"));
  const script = first < 0 ? words.length : first;
  const surroundings = {
    cwd: Deno.env.get("INIT_CWD") ?? Deno.cwd(),
    variable: (name: string) => Deno.env.get(name),
  };
  const permissions = widen(
    permissionsOf(sets),
    words.slice(script + 1),
    surroundings,
  );
  const workers =
    sets.split("+").includes("cluster") && !Deno.env.get("TF_CONFIG")
      ? workerCount(words.slice(script + 1))
      : 1;
  const configs = workers > 1 ? clusterVariables(workers) : [undefined];
  // Before the command starts, so that no signal ends this process alone
  for (const signal of SIGNALS) {
    Deno.addSignalListener(signal, () => {
      for (const child of children) {
        try {
          child.kill(signal);
        } catch {
          // It has ended
        }
      }
    });
  }
  const start = (index: number, config?: string) =>
    new Deno.Command(Deno.execPath(), {
      args: [
        subcommand,
        ...subcommand === "run" ? ["--quiet"] : [],
        "--no-prompt",
        ...permissionFlags(permissions),
        ...words,
      ],
      stdin: index === 0 ? "inherit" : "null",
      stdout: index === 0 ? "inherit" : "null",
      stderr: "inherit",
      env: {
        ...config !== undefined && { TF_CONFIG: config },
        ...folderVariables(surroundings),
        ...linkerVariables(Object.keys(Deno.env.toObject()), permissions.env),
      },
    }).spawn();
  const children = configs.map((config, index) => start(index, config));
  const { code, signal } = await endOfAll(children);
  if (signal === null || !CRASHES.includes(signal)) return code;
  console.error(
    `Cannot go on: the command was ended by ${signal}, as it is when no memory is left; end other programs, or train with a smaller --batch-size; deno task train --resume continues a run`,
  );
  return signal === "SIGKILL" ? code : 2;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
