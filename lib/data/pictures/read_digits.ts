import { FileError, oneLine } from "../../files/errors.ts";
import { DIGIT_CLASSES } from "../digits.ts";
import type { Box } from "./box.ts";
import { findDigits } from "./find_digits.ts";
import type { GreyPicture } from "./grey_picture.ts";
import { hasPlainGround, wholeDrawing } from "./plain_drawing.ts";
import {
  decodeGreyPicture,
  type FilePicture,
  readGreyPicture,
} from "./read_picture.ts";

/** What a picture shows. */
export interface PictureDigits {
  /** uint8 [28, 28] each, like MNIST's; at least one, in reading order. */
  readonly digits: readonly Uint8Array<ArrayBuffer>[];
  /** Where each is in the picture, in the file's pixels, turned upright. */
  readonly boxes: readonly Box[];
}

/** Options of {@linkcode readDigits}. */
export interface ReadDigitsOptions {
  /** Whether to read several digits. Default false: the one that stands out. */
  readonly split?: boolean;
  /**
   * Whether the picture may show anything that is drawn, for networks that learned other
   * classes. Default false: digits, which have strokes.
   */
  readonly anything?: boolean;
}

/**
 * Reads a picture of a digit, of several, or of anything else that is drawn, and makes
 * each like MNIST's images.
 *
 * @param path As `readGreyPicture()` takes it
 * @throws {FileError} if it cannot be read, or shows nothing
 * @throws {DataError} if the decoder can't be loaded
 */
export async function readDigits(
  path: string,
  options: ReadDigitsOptions = {},
): Promise<PictureDigits> {
  return digitsIn(await readGreyPicture(path), path, options);
}

/**
 * Reads the image of one digit, and makes it like MNIST's.
 *
 * @returns uint8, shape [28, 28], light strokes on a dark ground
 * @throws As {@linkcode readDigits} does
 */
export async function readDigit(
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return (await readDigits(path)).digits[0];
}

/**
 * As {@linkcode readDigit}, from a file's bytes.
 *
 * @param name Shown in errors, usually the path
 */
export async function decodeDigit(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return digitsIn(await decodeGreyPicture(bytes, name), name, {}).digits[0];
}

/**
 * Reads the image of a letter, a sign or anything else that is drawn, and makes it
 * like MNIST's images.
 *
 * @returns uint8, shape [28, 28], light on a dark ground
 * @throws As {@linkcode readDigits} does
 */
export async function readDrawing(
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return (await readDigits(path, { anything: true })).digits[0];
}

/** Whether all classes are digits: then `readDigit()` reads their pictures. */
export function areDigits(classes: readonly string[]): boolean {
  return classes.every((name) => DIGIT_CLASSES.includes(name));
}

/** Finds what a picture shows, with boxes in the pixels of its file. */
function digitsIn(
  picture: FilePicture,
  name: string,
  { split, anything = false }: ReadDigitsOptions,
): PictureDigits {
  const { digits, boxes } = anything && !split
    ? findDrawing(picture)
    : findDigits(picture, { split });
  if (digits.length === 0) {
    throw new FileError(
      `Cannot find a ${anything ? "drawing" : "digit"} in picture "${
        oneLine(name)
      }": strokes must stand out from their ground: none do; use a darker pen, more light, or come closer`,
    );
  }
  const scale = picture.fileRows / picture.rows;
  const within = (at: number, most: number) =>
    Math.min(most, Math.round(at * scale));
  return {
    digits,
    boxes: boxes.map(({ top, left, bottom, right }) => ({
      top: within(top, picture.fileRows),
      left: within(left, picture.fileColumns),
      bottom: within(bottom, picture.fileRows),
      right: within(right, picture.fileColumns),
    })),
  };
}

/**
 * On a plain ground, all that stands out, as it is; else what is found on photographed
 * paper.
 */
function findDrawing(picture: GreyPicture): PictureDigits {
  const whole = () => {
    const drawing = wholeDrawing(picture);
    return drawing && { digits: [drawing.digit], boxes: [drawing.box] };
  };
  const plain = hasPlainGround(picture) ? whole() : undefined;
  if (plain) return plain;
  const found = findDigits(picture);
  return found.digits.length > 0 ? found : whole() ?? found;
}
