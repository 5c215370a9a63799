import { basename, dirname, join } from "node:path";
import { isTemporary, syncFolder, temporaryName } from "./atomic_file.ts";

/** How the names end of what is moved aside. */
const ASIDE = ".old.tmp";

/** A file of a folder. */
export interface FolderFile {
  /** Relative to the folder, with `/` between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Options of {@linkcode writeFolderAtomically}. */
export interface FolderOptions {
  /** Puts the folder in the place of what is there. Default false. */
  readonly replace?: boolean;
}

/**
 * Writes a folder as a whole or not at all: whenever the process or the machine stops,
 * the path holds all files or none of them. Its parent folders are created.
 *
 * What is replaced is moved aside for the moment of the change and removed after it. If
 * the process is killed at that moment, {@linkcode recoverFolder} brings it back.
 *
 * @throws {Deno.errors.AlreadyExists} if there is something at the path, other than an
 * empty folder, and it is not to be replaced.
 * @throws what the file system throws; what was there stays.
 */
export async function writeFolderAtomically(
  path: string,
  files: readonly FolderFile[],
  { replace = false }: FolderOptions = {},
): Promise<void> {
  const parent = dirname(path);
  await Deno.mkdir(parent, { recursive: true });
  await recoverFolder(path);
  const temporary = join(parent, temporaryName(basename(path)));
  const aside = temporary.replace(/\.tmp$/, ASIDE);
  await Deno.mkdir(temporary);
  using _new = await lockFolder(temporary);
  using _old = replace ? await lockFolder(path) : undefined;
  try {
    await writeFiles(temporary, files);
    if (replace) await moveIfPresent(path, aside);
    else await requireFree(path);
    await Deno.rename(temporary, path).catch(async (error) => {
      await moveIfPresent(aside, path);
      throw error;
    });
  } catch (error) {
    await remove(temporary);
    throw error;
  }
  await remove(aside);
  await syncFolder(parent);
}

/**
 * Tidies up after processes that were killed while they wrote a folder: what was moved
 * aside is at its path again, unless the new folder is there; the rest is removed. What
 * belongs to a process that still runs stays.
 *
 * @throws what the file system throws.
 */
export async function recoverFolder(path: string): Promise<void> {
  const parent = dirname(path);
  const start = `.${basename(path)}.`;
  const left: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(parent)) {
      const rest = name.slice(start.length).replace(ASIDE, ".tmp");
      const isOurs = name.startsWith(start) && /^[\w-]{36}\.tmp$/.test(rest);
      if (isDirectory && isTemporary(name) && isOurs) left.push(name);
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  for (const name of left) {
    using lock = await lockFolder(join(parent, name));
    if (!lock) continue;
    const isMissing = name.endsWith(ASIDE) &&
      !await Deno.stat(path).then(() => true, () => false);
    if (isMissing) await Deno.rename(join(parent, name), path);
    else await remove(join(parent, name));
  }
}

/**
 * Tells other processes that a folder is in use, whatever its name becomes.
 *
 * @returns Undefined if it is missing, another one uses it, or the system can't tell.
 */
async function lockFolder(path: string): Promise<Disposable | undefined> {
  let folder: Deno.FsFile | undefined;
  try {
    folder = await Deno.open(path);
    if (await folder.tryLock(true)) return folder;
  } catch {
    // Windows can't open a folder, and not every network's disk can lock one
  }
  folder?.close();
  return undefined;
}

/** @throws {Deno.errors.AlreadyExists} if there is more than an empty folder. */
export async function requireFree(path: string): Promise<void> {
  try {
    for await (const { name } of Deno.readDir(path)) {
      throw new Deno.errors.AlreadyExists(`"${path}" holds "${name}"`);
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    if (!(error instanceof Deno.errors.NotADirectory)) throw error;
    throw new Deno.errors.AlreadyExists(`"${path}" is a file`);
  }
}

async function writeFiles(
  folder: string,
  files: readonly FolderFile[],
): Promise<void> {
  const folders = new Set([folder]);
  for (const file of files) {
    const path = join(folder, file.path);
    if (!folders.has(dirname(path))) {
      await Deno.mkdir(dirname(path), { recursive: true });
      folders.add(dirname(path));
    }
    using target = await Deno.open(path, { write: true, createNew: true });
    for (let rest = file.bytes; rest.length > 0;) {
      rest = rest.subarray(await target.write(rest));
    }
    await target.sync();
  }
  for (const each of folders) await syncFolder(each);
}

async function moveIfPresent(from: string, to: string): Promise<void> {
  await Deno.rename(from, to).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

async function remove(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(() => {});
}
