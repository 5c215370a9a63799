/** Convolution in plain numbers: what the widgets on convolution show. @module */
import type { Grid } from "./grid.ts";

/** A grey image. */
export interface GreyImage {
  /** From 0 (paper) to 255 (ink), row by row. */
  readonly pixels: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/** What one place of the map is the sum of. */
export interface Window {
  /** The 9 pixels under the window, from 0 to 1. */
  readonly patch: readonly number[];
  /** Each pixel times its weight. */
  readonly products: readonly number[];
  /** Of the products. */
  readonly sum: number;
}

/** The window with its upper left corner at a row and a column of the image. */
export function windowAt(
  { pixels, columns }: GreyImage,
  kernel: readonly number[],
  row: number,
  column: number,
): Window {
  const patch = kernel.map((_, k) =>
    pixels[(row + Math.floor(k / 3)) * columns + column + k % 3] / 255
  );
  const products = patch.map((pixel, k) => pixel * kernel[k]);
  return { patch, products, sum: products.reduce((a, b) => a + b, 0) };
}

/**
 * The map of a 3×3 kernel on an image, without padding: two rows and two columns
 * smaller than the image. The kernel is not turned, as in deep learning.
 */
export function convolve(image: GreyImage, kernel: readonly number[]): Grid {
  const [rows, columns] = [image.rows - 2, image.columns - 2];
  const values = Float64Array.from(
    { length: rows * columns },
    (_, k) => windowAt(image, kernel, Math.floor(k / columns), k % columns).sum,
  );
  return { rows, columns, values };
}

/**
 * The ends of the colour scale of kernels, products and maps, the same in both widgets;
 * what is beyond takes the colour of the end.
 */
export const scaleLimit = 4;
