/// <reference lib="dom" />
/** Digits that come with the page. @module */
import { COLUMNS, PIXELS, ROWS } from "../../../data/digits.ts";
import type { Pixels } from "./source.ts";

/**
 * What the examples are labelled, in the order of examples.png: images 3, 2, 1, 18, 4,
 * 15, 11, 0, 61, 7, 947 and 2597 of MNIST's test set. The last two are hard.
 */
export const exampleLabels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 5] as const;

/**
 * Loads the examples.
 *
 * @param url A PNG with the digits side by side, ink white.
 * @throws {DOMException | TypeError} if it can't be loaded.
 */
export async function loadExamples(url: string): Promise<Pixels[]> {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, ROWS);
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  return exampleLabels.map((_, k) => {
    const { data } = context.getImageData(k * COLUMNS, 0, COLUMNS, ROWS);
    return Uint8Array.from({ length: PIXELS }, (_, pixel) => data[4 * pixel]);
  });
}
