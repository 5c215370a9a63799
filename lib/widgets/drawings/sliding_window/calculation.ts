/** The calculation of one place of the map: pixels × kernel = products, and their sum. @module */
import { greys } from "../../../plots/theme.ts";
import { scaleLimit, type Window } from "../convolution.ts";
import { short } from "../grid.ts";
import { numberGrid, type NumberGridStyle } from "../number_grid.ts";
import { small, text } from "../svg.ts";

type Place = readonly [x: number, y: number];

/** Where pixels, kernel and products lie, in CSS pixels. */
export interface CalculationLayout {
  readonly isNarrow: boolean;
  /** Of a number's cell. */
  readonly side: number;
  /** Upper left corners of pixels, kernel and products. */
  readonly grids: readonly [Place, Place, Place];
  /** The middle of the sign before the kernel, and of that before the products. */
  readonly signs: readonly [times: Place, equals: Place];
  /** Where the sum begins. */
  readonly sum: Place;
  readonly height: number;
}

/** Three grids in a row; products and sum below the others where the width is small. */
export function calculationLayout(
  top: number,
  width: number,
): CalculationLayout {
  const isNarrow = width < 520;
  const side = isNarrow ? 36 : 50;
  const gap = isNarrow ? 18 : 30;
  const wide = 3 * side;
  const step = wide + gap;
  const last = isNarrow ? top + wide + 34 : top;
  const middle = wide / 2 + 6;
  return {
    isNarrow,
    side,
    grids: [[1, top], [1 + step, top], [isNarrow ? 1 : 1 + 2 * step, last]],
    signs: [
      [step - gap / 2 + 1, top + middle],
      [2 * step - gap / 2 + 1, top + middle],
    ],
    sum: [isNarrow ? wide + 12 : 1 + 3 * wide + 2 * gap + 10, last + middle],
    height: last + wide + 10,
  };
}

/** Pixels × kernel = products, and their sum. */
export function calculation(
  { patch, products, sum }: Window,
  kernel: readonly number[],
  { isNarrow, side, grids, signs: [times, equals], sum: [x, y] }:
    CalculationLayout,
): string[] {
  const titled = (
    title: string,
    values: readonly number[],
    [x, y]: Place,
    style: Pick<NumberGridStyle, "high" | "ink"> = { high: scaleLimit },
  ) =>
    text(x, y - 8, title, small) + numberGrid(values, { x, y, side, ...style });
  const sign = ([x, y]: Place, words: string) =>
    text(x, y, words, { "text-anchor": "middle", "font-size": 16 });
  return [
    titled("pixels ÷ 255", patch, grids[0], { high: 1, ink: true }),
    sign(times, "×"),
    titled("kernel", kernel, grids[1]),
    isNarrow ? "" : sign(equals, "="),
    titled(isNarrow ? "= products" : "products", products, grids[2]),
    text(x, y, "sum =", { fill: greys.muted }),
    text(x + 46, y, short(sum), { "font-size": 18, "font-weight": 600 }),
  ];
}
