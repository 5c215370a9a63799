/** Small pictures for tests. @module */
import type { GreyPicture } from "../../../lib/data/pictures/grey_picture.ts";

/** A picture of a function of column and row; rounded, from 0 to 255. */
export function picture(
  rows: number,
  columns: number,
  grey: (x: number, y: number) => number,
): GreyPicture {
  const values = new Uint8Array(rows * columns);
  for (let at = 0; at < values.length; at++) {
    const value = grey(at % columns, Math.floor(at / columns));
    values[at] = Math.max(0, Math.min(255, Math.round(value)));
  }
  return { rows, columns, values };
}

/** The distance of a point to a line between two points. */
export function segment(
  x: number,
  y: number,
  [x0, y0, x1, y1]: readonly number[],
): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy);
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
}

/** A 7 of two strokes; its bar begins at (x, y). */
export function seven(
  { side, x, y, height, pen, ink = 0, paper = 255 }: {
    readonly side: number;
    readonly x: number;
    readonly y: number;
    readonly height: number;
    readonly pen: number;
    readonly ink?: number;
    readonly paper?: number;
  },
): GreyPicture {
  const corner = [x + 0.6 * height, y];
  return picture(side, side, (column, row) => {
    const distance = Math.min(
      segment(column, row, [x, y, ...corner]),
      segment(column, row, [...corner, x + 0.2 * height, y + height]),
    );
    const cover = Math.max(0, Math.min(1, pen / 2 + 0.5 - distance));
    return paper + cover * (ink - paper);
  });
}

/** Pearson's correlation of two images of equal size. */
export function correlation(a: Uint8Array, b: Uint8Array): number {
  const mean = (values: Uint8Array) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [product, squareA, squareB] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [u, v] = [a[at] - meanA, b[at] - meanB];
    product += u * v;
    squareA += u * u;
    squareB += v * v;
  }
  return product / Math.sqrt(squareA * squareB);
}
