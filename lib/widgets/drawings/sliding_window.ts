/** A window of 3×3 pixels on an image, and the map that it fills. @module */
import { colours, greys, signedScale } from "../../plots/theme.ts";
import {
  convolve,
  type GreyImage,
  scaleLimit,
  windowAt,
} from "./convolution.ts";
import { cells, short } from "./grid.ts";
import {
  calculation,
  calculationLayout,
} from "./sliding_window/calculation.ts";
import { type Drawing, drawing, heading, rect, small, text } from "./svg.ts";

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
  const map = convolve(image, kernel);
  const values = Array.from(
    map.values,
    (value, k) => filled.has(k) ? value : NaN,
  );
  const window = windowAt(image, kernel, row, column);
  const sums = calculationLayout(y0 + image.rows * cell + 44, width);
  return drawing(
    width,
    sums.height,
    `The window at row ${row}, column ${column}: its 9 products add up to ${
      short(window.sum)
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
      text(x1, y0 - 8, `map, ${map.rows}×${map.columns}`, small),
      cells({ ...map, values }, {
        x: x1,
        y: y1,
        cell,
        scale: signedScale,
        low: -scaleLimit,
        high: scaleLimit,
        ground: greys.fill,
      }),
      outline(x1 + column * cell, y1 + row * cell, cell),
      ...calculation(window, kernel, sums),
    ],
  );
}

function outline(x: number, y: number, side: number): string {
  return rect(x - 1, y - 1, side + 2, side + 2, {
    fill: "none",
    stroke: colours.vermillion,
    "stroke-width": 2.5,
  });
}
