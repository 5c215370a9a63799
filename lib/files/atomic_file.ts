import { basename, dirname, join } from "node:path";

/**
 * Writes a file so that at any moment, a crash or a power cut included, the
 * path holds either what it held before or the whole new content: a temporary
 * file beside it is synced, renamed, and the folder synced.
 *
 * @throws What the file system throws; the temporary file is removed then.
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

function temporaryName(name: string): string {
  return `.${name}.${crypto.randomUUID()}.tmp`;
}

/**
 * Whether a file's name is that of a temporary file, which a process leaves if it
 * is killed during {@linkcode writeFileAtomically}.
 */
export function isTemporary(name: string): boolean {
  return name.startsWith(".") && name.endsWith(".tmp");
}

/** Makes the renames and removals in a folder last through a power cut. */
async function syncFolder(path: string): Promise<void> {
  // Windows can't open a folder as a file
  if (Deno.build.os === "windows") return;
  using folder = await Deno.open(path);
  await folder.sync();
}
