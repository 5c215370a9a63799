import { decode } from "fast-png";
import { FileError, fileError, oneLine } from "../../files/errors.ts";
import { centreDigit, type Picture } from "./centre_digit.ts";
import { toGrey } from "./luminance.ts";
import { plainPng } from "./chunks.ts";
import { readSmallFile } from "../../files/small_file.ts";

/** Largest file that is read, in bytes. */
const MAXIMUM_FILE_BYTES = 16 * 1024 * 1024;

/**
 * Reads the picture of one digit from a PNG file and makes it like MNIST's.
 *
 * @param path A PNG file of at most 16 MiB and 4,096 × 4,096 pixels, which take at
 * most 64 MiB
 * @returns uint8, shape [28, 28], light strokes on a dark ground
 * @throws {FileError} if it cannot be read, is damaged or shows nothing
 */
export async function readDigitPng(
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return await decodeDigitPng(await readPng(path), path);
}

/**
 * Makes a PNG like MNIST's images: grey, light strokes on a dark ground (a
 * picture that is dark on light is inverted), scaled into 20 × 20 pixels and
 * centred by mass in 28 × 28. A picture of 28 × 28 pixels with a dark ground is
 * taken as it is.
 *
 * @param bytes A whole PNG file, not interlaced
 * @param name Shown in errors, usually the path
 * @returns uint8, shape [28, 28]
 * @throws {FileError} if it is not such a file, is damaged or shows nothing
 */
export async function decodeDigitPng(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const png = await plainPng(bytes, name);
  let picture: Picture;
  try {
    picture = toGrey(decode(png, { checkCrc: true }));
  } catch (error) {
    throw new FileError(
      `Cannot read PNG file "${name}": ${oneLine((error as Error).message)}`,
      { cause: error },
    );
  }
  const digit = centreDigit(picture);
  if (digit) return digit;
  throw new FileError(
    `Cannot find a digit in PNG file "${name}": its strokes must stand out from the ground: all its pixels are nearly alike`,
  );
}

async function readPng(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const action = `Cannot read PNG file "${path}"`;
  try {
    return await readSmallFile(path, MAXIMUM_FILE_BYTES, action);
  } catch (error) {
    throw fileError(action, error);
  }
}
