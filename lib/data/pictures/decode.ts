/**
 * Decodes pictures with sharp, which wraps libvips: it works row by row, and decodes a
 * JPEG at a fraction of its size, so large pictures take little memory.
 *
 * @module
 */
import type { Metadata, Sharp, SharpOptions } from "sharp";
import { FileError, oneLine } from "../../files/errors.ts";
import { DataError } from "../errors.ts";
import type { RgbaPicture } from "./luminance.ts";
import { pictureKindOf } from "./picture_kind.ts";

/** The largest picture that is read: cameras of "50 megapixels" have up to 50.3. */
const MAXIMUM_PIXELS = 51_000_000;

/** The most bytes that a file may take, with all that is held at once to decode it. */
const MAXIMUM_MEMORY = 440_000_000;

/** Pictures of more pixels are decoded one at a time. */
const LARGE = 16_000_000;

/** Longest time for one picture, in seconds. */
const LONGEST = 60;

type OpenSharp = (bytes: Uint8Array, options: SharpOptions) => Sharp;

/** A picture in colour, and the size that it had in the file, turned upright. */
export interface DecodedPicture extends RgbaPicture {
  readonly fileRows: number;
  readonly fileColumns: number;
}

/**
 * Decodes a PNG, JPEG, WebP or GIF file (the first picture, if it holds several), turns
 * it as its EXIF orientation says, and scales it down so that the longer side has at most
 * `maxSide` pixels: each is a weighted mean of the pixels around it.
 *
 * @param bytes A whole file
 * @param action Begins the error's message, for example `Cannot read picture "x"`
 * @throws {FileError} if it is no such file, damaged, cut short or too large
 * @throws {DataError} if the decoder can't be loaded
 */
export async function decodePicture(
  bytes: Uint8Array<ArrayBuffer>,
  maxSide: number,
  action: string,
): Promise<DecodedPicture> {
  const open = await loadSharp();
  const refuse = (reason: string, cause?: unknown) =>
    new FileError(`${action}: ${reason}`, { cause });
  try {
    pictureKindOf(bytes);
  } catch (error) {
    throw refuse((error as Error).message);
  }
  const picture = open(bytes, {
    autoOrient: true,
    failOn: "error",
    limitInputPixels: false, // refused below, with the size
  }).timeout({ seconds: LONGEST });
  const header = await picture.metadata().catch((error) => {
    throw refuse("it is damaged or cut short", error);
  });
  const tooLarge = whyTooLarge(header, bytes.length);
  if (tooLarge) throw refuse(tooLarge);
  const scaled = picture
    .resize(maxSide, maxSide, {
      fit: "inside",
      withoutEnlargement: true,
      kernel: "linear",
    })
    .toColourspace("srgb").ensureAlpha().raw({ depth: "uchar" });
  const decode = () => scaled.toBuffer({ resolveWithObject: true });
  const isLarge = header.width * header.height > LARGE;
  const { data, info } = await (isLarge ? oneAtATime(decode) : decode())
    .catch((error) => {
      throw refuse("it is damaged or cut short", error);
    });
  return {
    rows: info.height,
    columns: info.width,
    values: data,
    fileRows: header.autoOrient.height,
    fileColumns: header.autoOrient.width,
  };
}

/** A reason and what to do about it; undefined if a file isn't too large. */
function whyTooLarge(header: Metadata, fileBytes: number): string | undefined {
  const { width, height } = header;
  if (width * height > MAXIMUM_PIXELS) {
    return `it must have at most ${
      MAXIMUM_PIXELS / 1e6
    } megapixels: current value is ${width} × ${height} pixels; save it smaller`;
  }
  if (fileBytes + heldBytes(header) > MAXIMUM_MEMORY) {
    return "decoding it would take too much memory; save it without interlacing, with 8 bits a colour";
  }
}

/**
 * Bytes of the pixels of a file that can't be decoded row by row: an interlaced PNG or
 * GIF, or a progressive JPEG, of which 16-bit coefficients are held.
 */
function heldBytes(
  { width, height, channels, depth, format, isProgressive }: Metadata,
): number {
  if (!isProgressive) return 0;
  const bytes = format === "jpeg" || depth === "ushort" ? 2 : 1;
  return width * height * channels * bytes;
}

let loading: Promise<OpenSharp> | undefined;

/** Loads the decoder when the first picture is read: it is native code. */
function loadSharp(): Promise<OpenSharp> {
  return loading ??= (async () => {
    try {
      const { default: sharp } = await import("sharp");
      sharp.cache(false);
      // No file ever reaches another decoder
      sharp.block({ operation: ["VipsForeignLoad"] });
      sharp.unblock({
        operation: ["Jpeg", "Png", "Webp", "Nsgif"]
          .map((kind) => `VipsForeignLoad${kind}Buffer`),
      });
      return sharp;
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
      // sharp's own message: what failed, the reasons, and advice on npm
      const [first, second = first] = (error as Error).message.split("\n");
      const reason = first.startsWith("Could not load") ? second : first;
      throw new DataError(
        `Cannot read pictures: the library sharp must load: ${
          oneLine(reason)
        }; run deno install`,
        { cause: error },
      );
    }
  })();
}

let last: Promise<unknown> = Promise.resolve();

/** Runs work once all that it was given before has ended. */
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work);
  last = result.catch(() => {});
  return result;
}
