/** The folder of the pictures that `deno task predict:check` finds misread. @module */
import { join } from "node:path";
import { encode } from "fast-png";
import { COLUMNS, ROWS } from "../../data/digits.ts";
import { writeFileAtomically } from "../../files/atomic_file.ts";
import { fileError } from "../../files/errors.ts";
import type { LookedAt } from "./look_at_pictures.ts";

/**
 * Creates the folder, if it is missing.
 *
 * @throws {FileError} if it can't be created
 */
export async function makePictureFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

/**
 * Writes a picture that was misread, and what the network saw of it.
 *
 * @param number Its number among those drawn, from 1
 * @throws {FileError} if it can't be written
 */
export async function writeMisread(
  folder: string,
  number: number,
  { kind, label, digit, png }: LookedAt,
  answer: number | undefined,
): Promise<void> {
  const name = `${String(number).padStart(4, "0")} ${kind} ${label} read as ${
    answer ?? "nothing"
  }`.replaceAll(" ", "_");
  const write = (file: string, content: Uint8Array) =>
    writeFileAtomically(join(folder, file), content);
  try {
    if (png) await write(`${name}.png`, png);
    if (!digit) return;
    await write(
      `${name}_seen.png`,
      encode({
        width: COLUMNS,
        height: ROWS,
        data: digit,
        channels: 1,
        depth: 8,
      }),
    );
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

function cannotWrite(folder: string, error: unknown) {
  return fileError(`Cannot write pictures to "${folder}"`, error);
}
