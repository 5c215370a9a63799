/// <reference lib="dom" />
/** From a picture to the digits in it. @module */
import { findDigits } from "../../../data/pictures/find_digits.ts";
import type { GreyPicture } from "../../../data/pictures/grey_picture.ts";
import { luminanceOf } from "../../../data/pictures/luminance.ts";
import type { Box } from "./messages.ts";

/** What is found in a picture. */
export interface FoundInPicture {
  readonly preview: ImageBitmap;
  readonly digits: readonly Uint8Array<ArrayBuffer>[];
  /** In pixels of the preview. */
  readonly boxes: readonly Box[];
}

/** Longer side of the picture that is searched, in pixels. */
const searchedSide = 2048;
/** Longer side of the preview. */
const previewSide = 640;

/**
 * Decodes a picture, turned as its EXIF data says, and looks for digits: for several
 * in reading order, or the one that stands out.
 *
 * @throws {DOMException} if it can't be decoded.
 */
export async function findDigitsIn(
  picture: Blob | ImageBitmap,
): Promise<FoundInPicture> {
  const bitmap = await createImageBitmap(picture);
  const grey = greyOf(bitmap);
  const preview = scaled(bitmap, previewSide).transferToImageBitmap();
  bitmap.close();
  const several = findDigits(grey, { split: true });
  const { digits, boxes } = several.digits.length > 1
    ? several
    : findDigits(grey);
  const by = preview.width / grey.columns;
  return {
    preview,
    digits,
    boxes: boxes.map(({ left, top, right, bottom }) => ({
      left: by * left,
      top: by * top,
      width: by * (right - left),
      height: by * (bottom - top),
    })),
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
