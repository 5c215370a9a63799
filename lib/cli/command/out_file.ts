import { dirname } from "node:path";
import { writeFileAtomically } from "../../files/atomic_file.ts";
import { FileError, fileErrorAs } from "../../files/errors.ts";

/**
 * Writes a file that `--out` can name, and creates the folders above it.
 *
 * @throws {FileError} in one line, if it can't be written; an old file stays.
 */
export async function writeOutFile(
  path: string,
  content: string,
): Promise<void> {
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    await writeFileAtomically(path, content);
  } catch (error) {
    throw fileErrorAs(
      FileError,
      `Cannot write "${path}"`,
      error,
      "choose another file with --out",
    );
  }
}
