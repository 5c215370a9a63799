import { FileError } from "./errors.ts";

/**
 * Reads a whole file after a look at its size.
 *
 * @param path The file
 * @param maxBytes What it may have at most
 * @param action Begins the message, for example `Cannot read "x"`
 * @throws {FileError} if it is larger or no file; what the file system throws is
 * left to the caller
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
