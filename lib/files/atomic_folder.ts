import { basename, dirname, join } from "node:path";
import { syncFolder, temporaryName } from "./atomic_file.ts";

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
 * What is replaced is moved aside for the moment of the change and removed after it.
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
  const temporary = join(parent, temporaryName(basename(path)));
  const aside = join(parent, temporaryName(basename(path)));
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
  await Deno.mkdir(folder);
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
