/** What a folder of pictures holds, before any picture is read. @module */
import { join } from "node:path";
import { fileError, oneLine } from "../../files/errors.ts";

/** The parts of a data set. */
export type Part = "train" | "validation" | "test";

/** A file that should be a picture of a class. */
export interface PictureFile {
  readonly path: string;
  /** The name of the class's folder. */
  readonly className: string;
  /** The part whose folder it lies in; undefined if the folder has no such parts. */
  readonly part: Part | undefined;
}

/** The pictures in a folder. */
export interface FoundPictures {
  /** Sorted by part, class and name. */
  readonly files: readonly PictureFile[];
  /** One line for each file or folder that belongs to no class. */
  readonly leftOut: readonly string[];
}

/** Folders of a data set's parts, by the names in use. */
const PARTS: readonly (readonly [name: string, part: Part])[] = [
  ["train", "train"],
  ["validation", "validation"],
  ["val", "validation"],
  ["test", "test"],
];

/** An entry of a folder; links count as what they lead to. */
interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder" | "other";
}

/**
 * Whether a folder holds folders, as a folder of pictures does.
 *
 * @throws {FileError} if it cannot be read
 */
export async function holdsFolders(folder: string): Promise<boolean> {
  return (await entriesOf(folder)).some(({ kind }) => kind === "folder");
}

/**
 * Lists `folder/class/picture` or, where `folder` has folders `train` and `test` with
 * folders inside, `folder/train/class/picture` and so on. Names that begin with a dot
 * are passed over.
 *
 * @throws {FileError} if the folder cannot be read
 * @throws {DOMException} named AbortError, when the signal aborts
 */
export async function findPictures(
  folder: string,
  signal?: AbortSignal,
): Promise<FoundPictures> {
  const leftOut: string[] = [];
  const entries = await entriesOf(folder);
  const parts = await partsOf(folder, entries);
  const files: PictureFile[] = [];
  if (!parts) {
    await addClasses(files, leftOut, folder, entries, undefined, signal);
    return { files, leftOut };
  }
  for (const { name } of entries) {
    if (parts.some(([known]) => known === name)) continue;
    leftOut.push(
      `Left out "${
        shown(join(folder, name))
      }": beside train and test there may only be validation`,
    );
  }
  for (const [name, part] of parts) {
    const path = join(folder, name);
    const inside = await entriesOf(path);
    await addClasses(files, leftOut, path, inside, part, signal);
  }
  return { files, leftOut };
}

/** The folders of parts; undefined unless `train` and `test` hold folders. */
async function partsOf(folder: string, entries: readonly Entry[]) {
  const folders = new Set(
    entries.filter(({ kind }) => kind === "folder").map(({ name }) => name),
  );
  const parts = PARTS.filter(([name]) => folders.has(name));
  for (const required of ["train", "test"]) {
    if (!folders.has(required)) return undefined;
    if (!await holdsFolders(join(folder, required))) return undefined;
  }
  return parts;
}

async function addClasses(
  files: PictureFile[],
  leftOut: string[],
  folder: string,
  entries: readonly Entry[],
  part: Part | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const loose = entries.filter(({ kind }) => kind !== "folder");
  if (loose.length > 0) {
    const what = loose.length === 1
      ? `"${shown(join(folder, loose[0].name))}"`
      : `${loose.length} files in "${shown(folder)}"`;
    leftOut.push(
      `Left out ${what}: a picture must lie in the folder of its class`,
    );
  }
  for (const { name: className, kind } of entries) {
    if (kind !== "folder") continue;
    signal?.throwIfAborted();
    const path = join(folder, className);
    const refuse = (reason: string) =>
      void leftOut.push(`Left out "${shown(path)}": ${reason}`);
    if (oneLine(className) !== className) {
      refuse("the name of a class must be a line of at most 300 letters");
      continue;
    }
    const before = files.length;
    try {
      for (const { name, kind } of await entriesOf(path)) {
        if (kind === "folder") {
          leftOut.push(
            `Left out "${
              shown(join(path, name))
            }": a class may hold pictures, but no folders`,
          );
        } else files.push({ path: join(path, name), className, part });
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      refuse(error.message);
      continue;
    }
    if (files.length === before) refuse("it holds no pictures");
  }
}

/**
 * What a folder holds, sorted by name.
 *
 * @throws {FileError} if it cannot be read
 */
async function entriesOf(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) {
      if (entry.name.startsWith(".")) continue;
      entries.push({ name: entry.name, kind: await kindOf(folder, entry) });
    }
  } catch (error) {
    throw fileError(`Cannot read folder "${shown(folder)}"`, error);
  }
  return entries.sort((a, b) => compareNames(a.name, b.name));
}

async function kindOf(
  folder: string,
  entry: Deno.DirEntry,
): Promise<Entry["kind"]> {
  if (entry.isFile) return "file";
  if (entry.isDirectory) return "folder";
  try {
    const target = await Deno.stat(join(folder, entry.name));
    return target.isDirectory ? "folder" : "file";
  } catch {
    return "other"; // Reading it says why
  }
}

const collator = new Intl.Collator("en", { numeric: true });

/** As people sort: 2 before 10, a before B. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** A path for a message of one line. */
export function shown(path: string): string {
  return oneLine(path);
}
