import { FileError } from "./errors.ts";

/**
 * Reads a whole file, unless it is too large.
 *
 * @param action Begins the error's message, for example `Cannot read "x"`
 * @throws {FileError} if it is larger than `maxBytes`, or not a file
 * @throws what the file system throws
 */
export async function readSmallFile(
  path: string,
  maxBytes: number,
  action: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { isFile, size } = await Deno.stat(path);
  if (!isFile) throw new FileError(`${action}: it is not a file`);
  if (size > maxBytes) {
    throw new FileError(
      `${action}: it must have at most ${maxBytes} bytes: current value is ${size}`,
    );
  }
  return await Deno.readFile(path);
}
