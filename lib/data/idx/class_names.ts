import { join } from "node:path";
import * as v from "valibot";
import { FileError, fileError } from "../../files/errors.ts";
import { readSmallFile } from "../../files/small_file.ts";
import { classesSchema } from "../classes.ts";

/** The file beside four IDX files that names their classes, one a line. */
const CLASSES_FILE = "classes.txt";

/** A thousand names of 300 letters. */
const MAXIMUM_BYTES = 1024 * 1024;

/**
 * Reads the names of an IDX set's classes from `classes.txt` in its folder: one name a
 * line, that of label 0 first.
 *
 * @returns Undefined if there is no such file
 * @throws {FileError} if it cannot be read, or its lines are no names
 */
export async function readClassNames(
  folder: string,
): Promise<string[] | undefined> {
  const path = join(folder, CLASSES_FILE);
  const action = `Cannot read "${path}"`;
  let text: string;
  try {
    const bytes = await readSmallFile(path, MAXIMUM_BYTES, action);
    text = new TextDecoder().decode(bytes);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw fileError(action, error);
  }
  const names = text.trimEnd().split("\n").map((name) => name.trim());
  const { success } = v.safeParse(classesSchema, names);
  if (success) return names;
  throw new FileError(
    `${action}: it must hold the names of 2 to 1,000 classes, each on a line of its own and none of them twice: it holds ${names.length} lines`,
  );
}
