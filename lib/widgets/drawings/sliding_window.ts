/** A window of 3×3 pixels on an image, and the map that it fills. @module */
import { colours, greys, inkScale, signedScale } from "../../plots/theme.ts";
import {
  convolve,
  type GreyImage,
  scaleLimit,
  windowAt,
} from "./convolution.ts";
import { cells, type Grid, inkOn, short } from "./grid.ts";
import { type Drawing, drawing, heading, rect, text } from "./svg.ts";

/** What the widget starts with. */
export interface SlidingWindowData {
  readonly image: GreyImage;
  /** 9 weights, row by row. */
  readonly kernel: readonly number[];
}

/** Where the window is and was. */
export interface SlidingWindowState {
  /** Of the window's upper left corner, from 0. */
  readonly row: number;
  readonly column: number;
  /** Places of the map that are computed, by row · columns + column. */
  readonly filled: ReadonlySet<number>;
}

/** Where image and map lie. */
export interface SlidingWindowLayout {
  /** Side of a pixel. */
  readonly cell: number;
  /** Upper left corner. */
  readonly image: readonly [number, number];
  /** Upper left corner. */
  readonly map: readonly [number, number];
}

const top = 50;

/** Image and map beside each other, as large as fits. */
export function slidingWindowLayout(
  { image }: SlidingWindowData,
  width: number,
): SlidingWindowLayout {
  const gap = width < 520 ? 12 : 48;
  const most = (width - gap - 4) / (2 * image.columns - 2);
  const cell = Math.max(1, Math.min(9, Math.floor(2 * most) / 2));
  return {
    cell,
    image: [1, top],
    map: [1 + image.columns * cell + gap, top + cell],
  };
}

/** The place where a window starts that shows something: the one with most ink. */
export function startPlace(image: GreyImage): { row: number; column: number } {
  const { values, columns } = convolve(image, Array(9).fill(1));
  const best = values as Float64Array;
  const at = best.indexOf(Math.max(...best));
  return { row: Math.floor(at / columns), column: at % columns };
}

/** The places of the map up to one, in reading order. */
export function filledUntil(
  { columns }: GreyImage,
  { row, column }: { readonly row: number; readonly column: number },
): Set<number> {
  return new Set(Array(row * (columns - 2) + column + 1).keys());
}

/** Draws image, map, and the nine products whose sum fills the place. */
export function slidingWindowDrawing(
  data: SlidingWindowData,
  { row, column, filled }: SlidingWindowState,
  width: number,
): Drawing {
  const { image, kernel } = data;
  const { cell, image: [x0, y0], map: [x1, y1] } = slidingWindowLayout(
    data,
    width,
  );
  const full = convolve(image, kernel);
  const values = Array.from(
    full.values,
    (value, k) => filled.has(k) ? value : NaN,
  );
  const { patch, products, sum } = windowAt(image, kernel, row, column);
  const outline = (x: number, y: number, side: number) =>
    rect(x - 1, y - 1, side + 2, side + 2, {
      fill: "none",
      stroke: colours.vermillion,
      "stroke-width": 2.5,
    });
  const small = { "font-size": 12, fill: greys.muted };
  const narrow = width < 520;
  const side = narrow ? 36 : 50;
  const numbers = y0 + image.rows * cell + 44;
  const wide = 3 * side;
  const sign = narrow ? 18 : 30;
  const grid = (
    k: number,
    shown: readonly number[],
    style: Pick<NumberGrid, "high" | "ink">,
  ) =>
    numberGrid(shown, {
      x: k < 2 || !narrow ? 1 + k * (wide + sign) : 1,
      y: k < 2 || !narrow ? numbers : numbers + wide + 34,
      side,
      ...style,
    });
  const title = (k: number, words: string) =>
    text(
      k < 2 || !narrow ? 1 + k * (wide + sign) : 1,
      (k < 2 || !narrow ? numbers : numbers + wide + 34) - 8,
      words,
      small,
    );
  const operator = (k: number, words: string) =>
    text(k * (wide + sign) - sign / 2 + 1, numbers + wide / 2 + 6, words, {
      "text-anchor": "middle",
      "font-size": 16,
    });
  const sumX = narrow ? wide + 12 : 1 + 3 * wide + 2 * sign + 10;
  const sumY = (narrow ? numbers + wide + 34 : numbers) + wide / 2 + 6;
  const height = numbers + wide + (narrow ? wide + 34 : 0) + 10;
  return drawing(
    width,
    height,
    `The window at row ${row}, column ${column}: its 9 products add up to ${
      short(sum)
    }.`,
    [
      heading("A window slides over the digit"),
      text(x0, y0 - 8, `image, ${image.rows}×${image.columns}`, small),
      cells({ ...image, values: image.pixels }, {
        x: x0,
        y: y0,
        cell,
        high: 255,
      }),
      outline(x0 + column * cell, y0 + row * cell, 3 * cell),
      text(x1, y0 - 8, `map, ${full.rows}×${full.columns}`, small),
      cells({ ...full, values }, {
        x: x1,
        y: y1,
        cell,
        scale: signedScale,
        low: -scaleLimit,
        high: scaleLimit,
        ground: greys.fill,
      }),
      outline(x1 + column * cell, y1 + row * cell, cell),
      title(0, "pixels ÷ 255"),
      grid(0, patch, { high: 1, ink: true }),
      operator(1, "×"),
      title(1, "kernel"),
      grid(1, kernel, { high: scaleLimit }),
      narrow ? "" : operator(2, "="),
      title(2, narrow ? "= products" : "products"),
      grid(2, products, { high: scaleLimit }),
      text(sumX, sumY, "sum =", { fill: greys.muted }),
      text(sumX + 46, sumY, short(sum), {
        "font-size": 18,
        "font-weight": 600,
      }),
    ],
  );
}

interface NumberGrid {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly high: number;
  /** Whether from white to black; else from blue over white to orange. */
  readonly ink?: boolean;
}

/** Nine numbers on their colours. */
export function numberGrid(
  values: readonly number[],
  { x, y, side, high, ink = false }: NumberGrid,
): string {
  const grid: Grid = { rows: 3, columns: 3, values };
  const colour = ink
    ? { low: 0, high, scale: inkScale }
    : { low: -high, high, scale: signedScale };
  return cells(grid, { x, y, cell: side, ...colour }) +
    values.map((value, k) =>
      text(
        x + (k % 3 + 0.5) * side,
        y + (Math.floor(k / 3) + 0.6) * side,
        short(value),
        {
          "text-anchor": "middle",
          "font-size": side < 40 ? 11 : 14,
          fill: inkOn(value, colour),
        },
      )
    ).join("");
}
