import { FileError, fileError, oneLine } from "../../files/errors.ts";
import { readSmallFile } from "../../files/small_file.ts";
import { decodePicture } from "./decode.ts";
import type { GreyPicture } from "./grey_picture.ts";
import { luminanceOf } from "./luminance.ts";

/** The largest file that is read, in bytes. */
const MAXIMUM_FILE_BYTES = 256 * 1024 * 1024;

/** Longer side of a picture when it is scaled down: fifty times that of a digit. */
const MAXIMUM_SIDE = 1024;

/** Options of {@linkcode readGreyPicture}. */
export interface ReadOptions {
  /** A larger picture is scaled down to this longer side, in pixels. Default 1024. */
  readonly maxSide?: number;
}

/** A picture from a file, and the size that it had there, turned upright. */
export interface FilePicture extends GreyPicture {
  readonly fileRows: number;
  readonly fileColumns: number;
}

/**
 * Reads a picture in shades of grey, turned as its EXIF orientation says. Transparent
 * parts count as white; as black if nothing could be seen on white.
 *
 * @param path A PNG, JPEG, WebP or GIF file of at most 51 megapixels and 256 MiB
 * @throws {FileError} if it cannot be read, is of another kind, damaged or too large
 * @throws {DataError} if the decoder can't be loaded
 */
export async function readGreyPicture(
  path: string,
  options: ReadOptions = {},
): Promise<FilePicture> {
  const action = actionOn(path);
  try {
    const bytes = await readSmallFile(path, MAXIMUM_FILE_BYTES, action);
    return await decodeGreyPicture(bytes, path, options);
  } catch (error) {
    if (error instanceof FileError && await isFolder(path)) {
      throw new FileError(
        `${action}: it is a folder; name the pictures in it: "${
          oneLine(path)
        }/"*`,
      );
    }
    throw fileError(action, error);
  }
}

/**
 * As {@linkcode readGreyPicture}, from a file's bytes.
 *
 * @param name Shown in errors, usually the path
 */
export async function decodeGreyPicture(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  { maxSide = MAXIMUM_SIDE }: ReadOptions = {},
): Promise<FilePicture> {
  const decoded = await decodePicture(bytes, maxSide, actionOn(name));
  const { fileRows, fileColumns } = decoded;
  return { ...luminanceOf(decoded), fileRows, fileColumns };
}

async function isFolder(path: string): Promise<boolean> {
  return (await Deno.stat(path).catch(() => undefined))?.isDirectory ?? false;
}

function actionOn(name: string): string {
  return `Cannot read picture "${oneLine(name)}"`;
}
