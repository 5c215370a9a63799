import { basename, dirname, join } from "node:path";

/**
 * Writes a file as a whole or not at all: whenever the process or the machine
 * stops, the path holds either its old content or the new one.
 *
 * @throws what the file system throws; the old content stays
 */
export async function writeFileAtomically(
  path: string,
  content: Uint8Array | string,
): Promise<void> {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  const temporary = join(dirname(path), temporaryName(basename(path)));
  try {
    {
      using file = await Deno.open(temporary, { write: true, createNew: true });
      let written = 0;
      while (written < bytes.length) {
        written += await file.write(bytes.subarray(written));
      }
      await file.sync();
    }
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Whether {@linkcode writeFileAtomically} gives such names to temporary files. */
export function isTemporary(name: string): boolean {
  return name.startsWith(".") && name.endsWith(".tmp");
}

/** A name that {@linkcode isTemporary} recognises, beside the file or folder it is for. */
export function temporaryName(name: string): string {
  return `.${name}.${crypto.randomUUID()}.tmp`;
}

/**
 * Removes the temporary files of processes that were killed while writing into a
 * folder. No other process may be writing there.
 *
 * @throws what the file system throws
 */
export async function removeTemporaries(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    if (isTemporary(name)) await Deno.remove(join(folder, name));
  }
}

/** Makes renames and removals in a folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder as a file
  if (Deno.build.os === "windows") return;
  using folder = await Deno.open(path);
  await folder.sync();
}
