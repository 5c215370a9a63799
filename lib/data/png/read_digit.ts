import { decode } from "fast-png";
import { FileError, fileError, oneLine } from "../../files/errors.ts";
import { readSmallFile } from "../../files/small_file.ts";
import { boundPng } from "./bounds.ts";
import { centreDigit } from "./centre_digit.ts";
import { type GreyImage, luminanceOf } from "./luminance.ts";

/** The largest file that is read, in bytes. */
const MAXIMUM_FILE_BYTES = 16 * 1024 * 1024;

/**
 * Reads the image of one digit, or of anything else, from a PNG file and makes it like
 * MNIST's.
 *
 * @param path A PNG file of at most 16 MiB and 4,096 × 4,096 pixels, which take
 * at most 64 MiB
 * @returns uint8, shape [28, 28], light strokes on a dark ground
 * @throws {FileError} if it cannot be read, is damaged or shows nothing
 */
export async function readDigitPng(
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const action = `Cannot read PNG file "${oneLine(path)}"`;
  try {
    const bytes = await readSmallFile(path, MAXIMUM_FILE_BYTES, action);
    return await decodeDigitPng(bytes, path);
  } catch (error) {
    throw fileError(action, error);
  }
}

/**
 * Makes a PNG like MNIST's images: grey, light strokes on a dark ground (dark
 * strokes on a light ground are inverted), scaled into 20 × 20 pixels and centred
 * by mass in 28 × 28. An image of 28 × 28 pixels with a dark ground stays as it is.
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
  let image: GreyImage;
  try {
    image = luminanceOf(decode(await boundPng(bytes), { checkCrc: true }));
  } catch (error) {
    throw new FileError(
      `Cannot read PNG file "${oneLine(name)}": ${
        oneLine((error as Error).message)
      }`,
      { cause: error },
    );
  }
  const digit = centreDigit(image);
  if (digit) return digit;
  throw new FileError(
    `Cannot find a drawing in PNG file "${
      oneLine(name)
    }": its strokes must stand out from the ground: all its pixels are nearly alike`,
  );
}
