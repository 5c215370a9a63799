/** Writes the page into a folder. @module */
import { dirname, join } from "node:path";
import { writeFileAtomically } from "../files/atomic_file.ts";
import type { FolderFile } from "../files/atomic_folder.ts";
import { FileError, fileErrorAs } from "../files/errors.ts";

const ADVICE = "make room or choose another folder with --build";

/**
 * Writes the page's files into a new folder. `index.html` comes last: without it, there
 * is no page.
 *
 * @param folder Missing or empty; if writing fails, it is so again.
 * @throws {FileError} if it holds something, or can't be written.
 */
export async function writeDemo(
  folder: string,
  files: readonly FolderFile[],
): Promise<void> {
  await requireEmpty(folder);
  const last = files.filter(({ path }) => path === "index.html");
  const first = files.filter((file) => !last.includes(file));
  try {
    for (const { path, bytes } of [...first, ...last]) {
      const target = join(folder, path);
      await Deno.mkdir(dirname(target), { recursive: true });
      await writeFileAtomically(target, bytes);
    }
  } catch (error) {
    for (const { path } of files) {
      const [top] = path.split("/");
      await Deno.remove(join(folder, top), { recursive: true }).catch(() => {});
    }
    throw fileErrorAs(FileError, `Cannot write "${folder}"`, error, ADVICE);
  }
}

async function requireEmpty(folder: string): Promise<void> {
  const action = `Cannot build the page in "${folder}"`;
  const [first] = await namesIn(folder).catch((error) => {
    throw fileErrorAs(FileError, action, error, ADVICE);
  });
  if (first === undefined) return;
  throw new FileError(
    `${action}: it must be a new or an empty folder: it holds "${first}"; choose another with --build`,
  );
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) =>
      name
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
