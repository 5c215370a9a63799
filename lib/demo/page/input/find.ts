/// <reference lib="dom" />
/** From a picture to the digits in it. @module */
import { centreDigit } from "../../../data/png/centre_digit.ts";
import type { GreyPicture } from "../../../data/pictures/grey_picture.ts";
import { luminanceOf } from "../../../data/pictures/luminance.ts";
import type { Box } from "./messages.ts";

/** What is found in a picture. */
export interface FoundInPicture {
  readonly preview: ImageBitmap;
  readonly digits: Uint8Array<ArrayBuffer>[];
  readonly boxes: Box[];
}

/** Longer side of the picture that is searched, in pixels. */
const searchedSide = 1024;
/** Longer side of the preview. */
const previewSide = 640;

/**
 * Decodes a picture, turned as its EXIF data says, and looks for digits.
 *
 * @throws {DOMException} if it can't be decoded.
 */
export async function findDigitsIn(
  picture: Blob | ImageBitmap,
): Promise<FoundInPicture> {
  const bitmap = await createImageBitmap(picture);
  const { values, rows, columns } = greyOf(bitmap);
  const preview = scaled(bitmap, previewSide).transferToImageBitmap();
  bitmap.close();
  const digit = centreDigit({
    width: columns,
    height: rows,
    values: Float64Array.from(values, (value) => value / 255),
  });
  const { width, height } = preview;
  return {
    preview,
    digits: digit ? [digit] : [],
    boxes: digit ? [{ left: 0, top: 0, width, height }] : [],
  };
}

function scaled(bitmap: ImageBitmap, side: number): OffscreenCanvas {
  const by = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(by * bitmap.width)),
    Math.max(1, Math.round(by * bitmap.height)),
  );
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function greyOf(bitmap: ImageBitmap): GreyPicture {
  const canvas = scaled(bitmap, searchedSide);
  const { width: columns, height: rows } = canvas;
  const { data } = canvas.getContext("2d")!.getImageData(0, 0, columns, rows);
  return luminanceOf({ rows, columns, values: new Uint8Array(data.buffer) });
}
