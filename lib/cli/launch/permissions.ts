/** What a command may open: the sets of deno.json, and what the user names. @module */
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import project from "../../../deno.json" with { type: "json" };
import { LIBC_PATHS } from "../../tensorflow/ffi/libc.ts";
import { DRIVER_FILES } from "../../tensorflow/library/gpu.ts";
import { LIBRARY_VARIABLES, type Surroundings } from "./variables.ts";

/** Flags whose values may be written. */
const WRITTEN = ["--out", "--build", "--runs", "--tensorboard"];

/** A file that is read in a browser or an editor. */
const PAGE = /\.(html|md)$/;

/** The folder that the value of `--out` is in. */
const BESIDE_OUT = "$OUT/..";

/** Lists by kind, for example `{ read: ["."], sys: ["cpus"] }`. */
export type Permissions = Readonly<Record<string, readonly string[]>>;

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
